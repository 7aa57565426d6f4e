"""Stability: whether the same groups come out when only some of the people are asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.adjusted_rand import adjusted_rand_index
from commonweal.participation.consensus.mapping.co_votes import count_co_votes
from commonweal.participation.consensus.mapping.draws import lot
from commonweal.participation.consensus.mapping.grouping import Grouping, grouping
from commonweal.participation.consensus.mapping.k_means import QUICK
from commonweal.participation.consensus.mapping.settings import Settings
from commonweal.participation.consensus.mapping.votes import VoteTable

SHARE = 0.8
# The omitted people move the components far more than this.
TOLERANCE = 1e-3
FIRST_SEED = 100


class Firmness(StrEnum):
    """What a group's mean Jaccard similarity means (Hennig 2007)."""

    FIRM = "firm"
    FAIR = "fair"
    LOOSE = "loose"


@dataclass(frozen=True)
class Stability:
    """`groups` (k values from 0 to 1): the mean Jaccard similarity of each group with its nearest match.

    `agreement`: mean adjusted Rand index between the map and the resamples. `same_number`: in how many of
    `resamples` the number of groups was the same.
    """

    resamples: int
    people: int
    groups: list[float]
    agreement: float
    same_number: int

    def firmness(self, group: int) -> Firmness:
        """Above 0.85 firm, above 0.6 fair, else loose: rather a pattern of the moment than a group."""
        value = self.groups[group]
        if value >= 0.85:
            return Firmness.FIRM
        return Firmness.FAIR if value >= 0.6 else Firmness.LOOSE


def stability(table: VoteTable, found: Grouping, left_out: NDArray[np.bool_], settings: Settings) -> Stability:
    """Repeat everything, the choice of how many groups included, on four fifths of the people, or the most allowed.

    Who is asked depends on participant ids and a fixed seed alone.
    """
    people = len(table.participants)
    size = min(int(people * SHARE), settings.resample_people)
    similar: list[list[float]] = []
    agreement: list[float] = []
    same = 0
    for seed in range(settings.resamples):
        chosen = np.zeros(people, dtype=bool)
        chosen[lot(table.participants, FIRST_SEED + seed, size)] = True
        again = _regrouped(table.of_participants(chosen), found, left_out, settings)
        before, after = found.group[chosen], again.group
        both = (before >= 0) & (after >= 0)
        before, after = before[both], after[both]
        similar.append(_jaccard(before, after, found.groups, again.groups))
        agreement.append(adjusted_rand_index(before.tolist(), after.tolist()))
        same += again.groups == found.groups
    means = [sum(group) / len(similar) for group in zip(*similar, strict=True)] if similar else []
    overall = sum(agreement) / len(agreement) if agreement else 0.0
    return Stability(settings.resamples, size, means, overall, same)


def _regrouped(table: VoteTable, found: Grouping, left_out: NDArray[np.bool_], settings: Settings) -> Grouping:
    counts, least = count_co_votes(table), settings.fewest_votes
    return grouping(table, counts, left_out, least, tolerance=TOLERANCE, start=found.parts, search=QUICK)


def _jaccard(before: NDArray[np.int64], after: NDArray[np.int64], groups: int, others: int) -> list[float]:
    """Shared members over all members of each group and its best match; 0 if none of its members were asked."""
    shared = np.bincount(before * others + after, minlength=groups * others).reshape(groups, others)
    together = shared.sum(axis=1)[:, None] + shared.sum(axis=0)[None, :] - shared
    best = (shared / np.maximum(together, 1)).max(axis=1)
    return [float(value) for value in best]
