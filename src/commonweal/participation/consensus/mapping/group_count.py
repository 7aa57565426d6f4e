"""How many groups: the fewest that fit as well as the best, by the silhouette and its standard error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.centre import Floats
from commonweal.participation.consensus.mapping.draws import lot
from commonweal.participation.consensus.mapping.k_means import THOROUGH, Clustering, Search, k_means_up_to
from commonweal.participation.consensus.mapping.silhouette import mean_silhouette, silhouettes

MOST_GROUPS = 5
PEOPLE_PER_GROUP_MORE = 12
SEED = 2


@dataclass(frozen=True)
class Fit:
    """One number of groups that was tried: its mean silhouette, and that mean's standard error."""

    groups: int
    silhouette: float
    standard_error: float


@dataclass(frozen=True)
class Choice:
    """The clustering chosen, its fit, and all that were tried."""

    clustering: Clustering
    fit: Fit | None
    tried: list[Fit]


def most_groups(people: int) -> int:
    """Polis's ceiling: 2 groups, one more for each 12 people, never above 5."""
    return min(MOST_GROUPS, 2 + people // PEOPLE_PER_GROUP_MORE)


def choose_count(tried: list[Fit]) -> Fit:
    """The fewest groups within one standard error of the best mean silhouette.

    Polis takes the best silhouette and holds back a change until it has won several times; that memory
    makes the same votes give different groups. The one-standard-error rule (Breiman et al. 1984) serves the
    same end, no more groups than the votes can distinguish, and depends on the votes alone.
    """
    best = max(tried, key=lambda fit: (fit.silhouette, -fit.groups))
    return next(fit for fit in tried if fit.silhouette >= best.silhouette - best.standard_error)


def grouped(places: Floats, participants: NDArray[np.int64], search: Search = THOROUGH) -> Choice:
    """The chosen clustering of the places (n, d); a single group if all are at one place.

    The cost of search and silhouette grows with the square of the people, so of more than `search.people`
    that many are drawn by lot for both; everybody is then assigned.
    """
    drawn = lot(participants, SEED, search.people)
    clusterings = k_means_up_to(places, drawn, most_groups(len(places)), search)
    tried = []
    for groups, clustering in sorted(clusterings.items()):
        labels = clustering.labels[drawn]
        if len(np.unique(labels)) == groups:
            values = silhouettes(places[drawn], np.ones(len(drawn)), labels)
            tried.append(Fit(groups, *mean_silhouette(values, np.ones(len(drawn)))))
    if not tried:
        middle = places[:1] if len(places) else np.zeros((1, places.shape[1]))
        return Choice(Clustering(np.zeros(len(places), dtype=np.int64), middle, 0.0), None, [])
    fit = choose_count(tried)
    return Choice(clusterings[fit.groups], fit, tried)
