"""Divisiveness: the statements on which two groups are farthest apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.group_votes import GroupVotes
from commonweal.participation.consensus.mapping.representativeness import (
    Z_90,
    smoothed_share,
    two_proportion_test,
)

MOST_STATEMENTS = 5


@dataclass(frozen=True)
class Divide:
    """A statement by column, the group that agrees most and the one that agrees least, and the gap in shares."""

    column: int
    most: int
    least: int
    gap: float


def divisive_statements(votes: GroupVotes, allowed: NDArray[np.bool_]) -> list[Divide]:
    """Up to five statements by the gap between the greatest and the least smoothed share that agrees.

    Only gaps that the two-proportion test finds at 90 in 100, between groups of which one mostly agrees
    and the other mostly does not. Equals go by column.
    """
    share = smoothed_share(votes.agree, votes.seen)
    if len(share) < 2:
        return []
    most, least = share.argmax(axis=0), share.argmin(axis=0)
    columns = np.arange(share.shape[1])
    high, low = share[most, columns], share[least, columns]
    z = two_proportion_test(
        votes.agree[most, columns], votes.agree[least, columns], votes.seen[most, columns], votes.seen[least, columns]
    )
    split = allowed & (z > Z_90) & (high > 0.5) & (low < 0.5)
    found = [Divide(int(c), int(most[c]), int(least[c]), float(high[c] - low[c])) for c in np.flatnonzero(split)]
    found.sort(key=lambda divide: (-divide.gap, divide.column))
    return found[:MOST_STATEMENTS]
