"""Supporters: per project the ballot groups that chose it, as arrays."""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.refusal import CountingRefused

Ints = NDArray[np.int64]

Amounts = NDArray[np.int64] | NDArray[np.float64]
"""Whole millionths, as 64-bit integers, or as floating numbers where all sums stay below `MONEY_IN_FLOATS`."""

MONEY_IN_FLOATS = 2**53
"""Floating numbers add and multiply whole numbers exactly as long as no result is larger, and much faster."""

MOST_MONEY = 2**61
"""All the voters' millionths together must stay below this, so that no sum of 64-bit integers overflows."""


@dataclass(frozen=True)
class Support:
    """One project's supporters: positions of ballot groups, their weights, scores, and weight x score."""

    groups: Ints
    weights: Ints
    scores: Ints
    strength: Ints
    total: int
    highest: int

    @cached_property
    def unit(self) -> bool:
        """Whether every score is 1, which approval ballots make the common case."""
        return self.highest == 1

    @cached_property
    def levels(self) -> tuple[list[int], NDArray[np.intp]]:
        """The different scores, and for each supporting group the position of its own."""
        distinct, place = np.unique(self.scores, return_inverse=True)
        return distinct.tolist(), place

    @cached_property
    def floats(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Weights and strengths as floating numbers, for `MONEY_IN_FLOATS`."""
        return self.weights.astype(np.float64), self.strength.astype(np.float64)


@dataclass(frozen=True)
class SupportTable:
    """The supporters of every project of an election, with costs in millionths as Python integers."""

    projects: tuple[Support, ...]
    weights: Ints
    costs: tuple[int, ...]
    voters: int

    def score_row(self, project: int) -> Ints:
        """The score that each ballot group gives this project (0 where it did not choose it)."""
        row = np.zeros(len(self.weights), dtype=np.int64)
        row[self.projects[project].groups] = self.projects[project].scores
        return row


def support_table(election: Election) -> SupportTable:
    """Turn the grouped ballots into arrays; groups with no positive score for a project do not support it."""
    groups = election.groups
    lengths = np.fromiter(map(len, map(attrgetter("choices"), groups)), np.int64, len(groups))
    size = int(lengths.sum())
    weights = np.fromiter(map(attrgetter("weight"), groups), np.int64, len(groups))
    chosen = np.fromiter(chain.from_iterable(map(attrgetter("choices"), groups)), np.int64, size)
    scores = np.fromiter(chain.from_iterable(map(attrgetter("scores"), groups)), np.int64, size)
    group = np.repeat(np.arange(len(groups)), lengths)
    positive = scores > 0
    chosen, scores, group = chosen[positive], scores[positive], group[positive]
    order = np.argsort(chosen, kind="stable")
    chosen, scores, group = chosen[order], scores[order], group[order]
    bounds = np.searchsorted(chosen, np.arange(len(election.projects) + 1))
    table = []
    for start, end in pairwise(bounds.tolist()):
        members, points = group[start:end], scores[start:end]
        heads = weights[members]
        strength = heads * points
        table.append(Support(members, heads, points, strength, int(strength.sum()), int(points.max(initial=1))))
    return SupportTable(tuple(table), weights, tuple(p.cost for p in election.projects), election.voters)


def check_size(money: int) -> None:
    """Refuse amounts that 64-bit integers cannot add up, instead of counting wrongly."""
    if money >= MOST_MONEY:
        raise CountingRefused(
            "the amounts are too large for the fast counter",
            "count with --counter exact, or write the amounts in a larger unit (thousands)",
        )
