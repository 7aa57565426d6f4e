"""Group-informed consensus: statements that every group agrees to, or every group rejects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.centre import Floats
from commonweal.participation.consensus.mapping.group_votes import GroupVotes
from commonweal.participation.consensus.mapping.representativeness import smoothed_share
from commonweal.participation.consensus.mapping.wilson import wilson_bounds

MOST_STATEMENTS = 10


def group_informed_consensus(votes: GroupVotes) -> Floats:
    """The product over groups of the smoothed share that agrees, shape (s,).

    A product, because one group's refusal cannot be outvoted by the size of the others. Polis's formula.
    """
    product: Floats = np.multiply.reduce(smoothed_share(votes.agree, votes.seen), axis=0)
    return product


@dataclass(frozen=True)
class Bridge:
    """A bridging statement by column: agreed or rejected by all, and whether beyond doubt in each group."""

    column: int
    agrees: bool
    consensus: float
    certain: bool


def bridging_statements(votes: GroupVotes, allowed: NDArray[np.bool_]) -> list[Bridge]:
    """Up to ten statements that more than half of each group's votes favour (or reject), the best first.

    `certain` says that in each group even the lower Wilson bound is above a half. Statements that some group has not
    voted on cannot bridge. Ties are ordered by column."""
    found = []
    for agrees, side in ((True, votes), (False, votes.turned())):
        value = group_informed_consensus(side)
        majority = (2 * side.agree > side.seen).all(axis=0) & allowed
        for column in np.flatnonzero(majority):
            found.append(Bridge(int(column), agrees, float(value[column]), _certain(side, int(column))))
    found.sort(key=lambda bridge: (-bridge.consensus, bridge.column, not bridge.agrees))
    return found[:MOST_STATEMENTS]


def _certain(votes: GroupVotes, column: int) -> bool:
    pairs = zip(votes.agree[:, column], votes.seen[:, column], strict=True)
    return all(wilson_bounds(int(agree), int(seen))[0] > 0.5 for agree, seen in pairs)
