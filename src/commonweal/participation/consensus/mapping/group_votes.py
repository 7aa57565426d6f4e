"""How each group voted on each statement, in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.votes import AGREE, DISAGREE, VoteTable

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class GroupVotes:
    """Counts of shape (g, s): g groups, s statements. `seen` counts passes too."""

    agree: Counts
    disagree: Counts
    seen: Counts

    def of_groups(self, kept: NDArray[np.bool_]) -> GroupVotes:
        """The counts of the groups marked in `kept` (g,) alone."""
        return GroupVotes(self.agree[kept], self.disagree[kept], self.seen[kept])

    def turned(self) -> GroupVotes:
        """Agree and disagree exchanged, so that one formula serves both."""
        return GroupVotes(self.disagree, self.agree, self.seen)


def group_votes(table: VoteTable, group: NDArray[np.int64], groups: int) -> GroupVotes:
    """Counts by group; `group` (n,) is each participant's group, -1 for none."""
    member = group[table.row]
    counted = member >= 0
    cell = member[counted] * len(table.statements) + table.column[counted]
    value = table.value[counted]
    shape = (groups, len(table.statements))

    def count(chosen: NDArray[np.bool_]) -> Counts:
        return np.bincount(cell[chosen], minlength=shape[0] * shape[1]).reshape(shape)

    return GroupVotes(count(value == AGREE), count(value == DISAGREE), count(value >= DISAGREE))
