"""From votes to groups: centre, components, places, number of groups, in this order and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.centre import Floats, centre
from commonweal.participation.consensus.mapping.co_votes import CoVotes
from commonweal.participation.consensus.mapping.components import components
from commonweal.participation.consensus.mapping.covariance import covariance
from commonweal.participation.consensus.mapping.group_count import Fit, grouped
from commonweal.participation.consensus.mapping.k_means import THOROUGH, Search
from commonweal.participation.consensus.mapping.projection import Projection, project
from commonweal.participation.consensus.mapping.votes import VoteTable

NO_GROUP = -1


@dataclass(frozen=True)
class Grouping:
    """The numbers behind a map. `group` (n,) is each participant's group from 0, or -1 with too few votes.

    Groups are numbered by size, the largest first; of equals the one of the lowest participant id. `middles`
    (k, d) are their centres in the d components used, `mean` (s,) the centre of the votes, `parts` (d, s) the
    components, 0 for excluded statements, `variance` (5,) the eigenvalues.
    """

    mean: Floats
    parts: Floats
    variance: Floats
    projection: Projection
    group: NDArray[np.int64]
    middles: Floats
    fit: Fit | None
    fits: list[Fit]

    @property
    def groups(self) -> int:
        """How many groups."""
        return len(self.middles)


def grouping(
    table: VoteTable,
    counts: CoVotes,
    left_out: NDArray[np.bool_],
    fewest_votes: int,
    *,
    tolerance: float = 1e-12,
    start: Floats | None = None,
    search: Search = THOROUGH,
) -> Grouping:
    """Group the participants of the table; `left_out` (s,) marks statements that moderators took out.

    `tolerance`, `start` and `search` are those of `components` and `grouped`, for a repetition that need not be exact.
    """
    kept = ~left_out
    inner = counts.of_statements(kept) if left_out.any() else counts
    mean = np.where(kept, centre(counts.total, counts.seen), 0.0)
    vectors, variance = components(covariance(inner), tolerance, None if start is None else start[:, kept])
    parts = np.zeros((len(vectors), len(table.statements)))
    parts[:, kept] = vectors
    projection = project(table, mean, parts, left_out)
    enough = table.votes_per_participant >= min(fewest_votes, len(table.statements))
    choice = grouped(projection.places[enough], table.participants[enough], search)
    labels, middles = choice.clustering.labels, choice.clustering.middles
    order = _by_size(labels, len(middles))
    group = np.full(len(table.participants), NO_GROUP, dtype=np.int64)
    group[enough] = np.argsort(order)[labels]
    return Grouping(mean, parts, variance, projection, group, middles[order], choice.fit, choice.tried)


def _by_size(labels: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    size = np.bincount(labels, minlength=groups)
    first = np.array([int(np.argmax(labels == group)) if size[group] else len(labels) for group in range(groups)])
    return np.lexsort((first, -size))
