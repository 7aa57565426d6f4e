"""What may be set about a map of agreement; the defaults are the published rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """The choices that a place may make, each of which the result states.

    `fewest_votes`: who voted on fewer statements (or on all, if there are fewer) is not placed in a group.
    `smallest_group`: of a smaller group only its existence is published. `resamples` and `resample_people`:
    how often, and on at most how many people, the grouping is repeated to see whether it holds.
    """

    fewest_votes: int = 7
    smallest_group: int = 5
    resamples: int = 20
    resample_people: int = 1000

    def __post_init__(self) -> None:
        if self.fewest_votes < 1 or self.smallest_group < 1 or self.resamples < 0 or self.resample_people < 20:
            raise ValueError(
                "settings: at least 1 vote, groups of at least 1, no negative number of resamples, "
                "and at least 20 people in each"
            )
