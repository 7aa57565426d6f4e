"""The kinds of ballot, as data: what a voter may write and how much support a choice carries."""

from dataclasses import dataclass, replace
from typing import Literal

KindName = Literal["approval", "k-approval", "knapsack", "choose-1", "cumulative", "ordinal"]


@dataclass(frozen=True, slots=True)
class BallotKind:
    """One kind of ballot with the limits of one election; a limit that is None does not apply.

    `max_cost` is in millionths of the currency unit. `scores` is how a choice is turned into support:
    `one` (each choice counts 1), `points` (as the voter gave them) or `rank` (see `rank_score`).
    """

    name: KindName
    scores: Literal["one", "points", "rank"]
    text: str
    min_choices: int | None = None
    max_choices: int | None = None
    max_cost: int | None = None
    min_points: int | None = None
    max_points: int | None = None


KINDS: dict[str, BallotKind] = {
    kind.name: kind
    for kind in (
        BallotKind("approval", "one", "Each voter names any number of projects; each named project gets 1 vote."),
        BallotKind("k-approval", "one", "Each voter names up to a fixed number of projects; each gets 1 vote."),
        BallotKind("knapsack", "one", "Each voter names projects that fit the budget together; each gets 1 vote."),
        BallotKind("choose-1", "one", "Each voter names one project, which gets 1 vote.", max_choices=1),
        BallotKind("cumulative", "points", "Each voter shares out points; a project gets the points it is given."),
        BallotKind(
            "ordinal",
            "rank",
            "Each voter ranks projects; with places for L projects the first gets L points, the next L-1, and so on.",
        ),
    )
}


def ballot_kind(
    name: str,
    *,
    min_choices: int | None = None,
    max_choices: int | None = None,
    max_cost: int | None = None,
    min_points: int | None = None,
    max_points: int | None = None,
) -> BallotKind:
    """The kind of that name with an election's limits; an approval with a limit is k-approval or knapsack.

    Raises KeyError for a kind that does not exist.
    """
    if name == "approval" and max_cost is not None:
        name = "knapsack"
    elif name == "approval" and max_choices is not None:
        name = "k-approval"
    kind = KINDS[name]
    return replace(
        kind,
        min_choices=min_choices,
        max_choices=max_choices if max_choices is not None else kind.max_choices,
        max_cost=max_cost,
        min_points=min_points,
        max_points=max_points,
    )


def rank_score(place: int, *, ranked: int, places: int | None) -> int:
    """Borda points of the project at `place` (0 is first).

    With `places` on the ballot paper the first place is worth that many points; where the paper sets no number,
    as many as the voter ranked. This is how Pabulib files compute the `score` column.
    """
    return (places or ranked) - place
