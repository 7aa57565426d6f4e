"""Why somebody is in their group: the votes that brought them nearer to it than to the next one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.participation.consensus.mapping.centre import Floats
from commonweal.participation.consensus.mapping.k_means import squared_distances
from commonweal.participation.consensus.mapping.projection import Projection
from commonweal.participation.consensus.mapping.votes import VoteTable

MOST_VOTES = 5


@dataclass(frozen=True)
class DecidingVote:
    """One vote by column and value, and how much it widened the lead of the own group over the next."""

    column: int
    value: int
    lead: float


@dataclass(frozen=True)
class Reason:
    """A participant's lead: `start` for being at the centre plus the `lead` of each vote make `total`.

    `total` is the squared distance to the next group's middle less that to the own group's: the sum is
    exact, so nothing else decided. `votes` holds the five that helped most, `against` the number that spoke
    for the next group.
    """

    group: int
    next_group: int
    start: float
    total: float
    votes: list[DecidingVote]
    against: int


def reason(table: VoteTable, projection: Projection, middles: Floats, row: int) -> Reason:
    """The reason for one participant (by row), between the two nearest middles (k, d); needs two groups."""
    if len(middles) < 2:
        raise ValueError("with a single group there is nothing to decide between")
    dimensions = middles.shape[1]
    squares = squared_distances(projection.places[row : row + 1, :dimensions], middles)[0]
    own, other = (int(group) for group in np.argsort(squares, kind="stable")[:2])
    towards = 2 * (middles[own] - middles[other])
    column, value = table.votes_of(row)
    steps = (
        value * projection.weights[:dimensions, column] - projection.offset[:dimensions, column]
    ) * projection.scale[row]
    leads = (steps * towards[:, None]).sum(axis=0)
    start = float((middles[other] ** 2).sum() - (middles[own] ** 2).sum())
    order = np.lexsort((column, -leads))
    best = [DecidingVote(int(column[at]), int(value[at]), float(leads[at])) for at in order[:MOST_VOTES]]
    return Reason(
        group=own,
        next_group=other,
        start=start,
        total=float(squares[other] - squares[own]),
        votes=[vote for vote in best if vote.lead > 0],
        against=int((leads < 0).sum()),
    )
