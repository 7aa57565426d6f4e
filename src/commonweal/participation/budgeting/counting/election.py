"""An election as data: projects, a budget, and ballots, with identical ballots held once with their number."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from commonweal.participation.budgeting.counting.ballot_kinds import KINDS, BallotKind


@dataclass(frozen=True, slots=True)
class Project:
    """A project on the ballot. `cost` is in millionths of the currency unit."""

    id: str
    cost: int
    name: str = ""
    category: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class BallotGroup:
    """`weight` voters who cast the same ballot: positions of projects, ascending, with the score of each."""

    choices: tuple[int, ...]
    scores: tuple[int, ...]
    weight: int


@dataclass(frozen=True)
class Election:
    """Everything a count needs and nothing it does not.

    `budget` is in millionths; `groups` are sorted, so two files that differ only in the order of voters are
    equal. `published` holds what a city published per project (Pabulib `selected`), `meta` the file's own words.
    """

    projects: tuple[Project, ...]
    groups: tuple[BallotGroup, ...]
    budget: int
    kind: BallotKind = KINDS["approval"]
    name: str = ""
    currency: str = ""
    lot_seed: str | None = None
    published: Mapping[str, str] = field(default_factory=dict)
    meta: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def voters(self) -> int:
        """The number of ballots cast."""
        return sum(group.weight for group in self.groups)

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """Per project, the voters who chose it, with any score."""
        counted = [0] * len(self.projects)
        for group in self.groups:
            for choice in group.choices:
                counted[choice] += group.weight
        return tuple(counted)

    @cached_property
    def scores(self) -> tuple[int, ...]:
        """Per project, the sum of its scores: votes, points or rank points by the kind of ballot."""
        counted = [0] * len(self.projects)
        for group in self.groups:
            for choice, score in zip(group.choices, group.scores, strict=True):
                counted[choice] += group.weight * score
        return tuple(counted)

    @cached_property
    def position(self) -> dict[str, int]:
        """The position of each project by its id."""
        return {project.id: place for place, project in enumerate(self.projects)}


Choice = tuple[tuple[int, ...], tuple[int, ...]]


def group_ballots(ballots: Iterable[Choice] | Mapping[Choice, int]) -> tuple[BallotGroup, ...]:
    """Identical ballots put together. A ballot is (positions, scores); their order inside a ballot is irrelevant."""
    counted: Counter[Choice] = Counter()
    pairs = ballots.items() if isinstance(ballots, Mapping) else ((ballot, 1) for ballot in ballots)
    for (choices, scores), weight in pairs:
        order = sorted(range(len(choices)), key=choices.__getitem__)
        counted[tuple(choices[i] for i in order), tuple(scores[i] for i in order)] += weight
    return tuple(BallotGroup(*choice, weight=weight) for choice, weight in sorted(counted.items()))
