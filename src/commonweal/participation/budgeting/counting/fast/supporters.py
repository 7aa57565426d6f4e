"""Supporters: per project the ballot groups that chose it, as arrays."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.refusal import CountingRefused

Ints = NDArray[np.int64]

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
    lengths = np.fromiter((len(g.choices) for g in election.groups), np.int64, len(election.groups))
    size = int(lengths.sum())
    weights = np.fromiter((g.weight for g in election.groups), np.int64, len(election.groups))
    chosen = np.fromiter((c for g in election.groups for c in g.choices), np.int64, size)
    scores = np.fromiter((s for g in election.groups for s in g.scores), np.int64, size)
    group = np.repeat(np.arange(len(election.groups)), lengths)
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
