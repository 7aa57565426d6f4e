"""How many groups: the fewest that fit as well as the best, by the silhouette and its standard error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commonweal.participation.consensus.mapping.centre import Floats
from commonweal.participation.consensus.mapping.k_means import Clustering, Labels, k_means_up_to, summary
from commonweal.participation.consensus.mapping.silhouette import mean_silhouette, silhouettes

MOST_GROUPS = 5
PEOPLE_PER_GROUP_MORE = 12


@dataclass(frozen=True)
class Fit:
    """One number of groups that was tried: its mean silhouette over people, and that mean's standard error."""

    groups: int
    silhouette: float
    standard_error: float


def most_groups(people: int) -> int:
    """Polis's ceiling: 2 groups, one more for each 12 people, never above 5."""
    return min(MOST_GROUPS, 2 + people // PEOPLE_PER_GROUP_MORE)


def fits(places: Floats, clusterings: dict[int, Clustering]) -> list[Fit]:
    """The silhouettes of all clusterings of the places (n, 2); on grid cells above 1,500 different places."""
    points, weights = summary(places)
    tried = []
    for groups, clustering in sorted(clusterings.items()):
        labels = _labels_of(points, clustering)
        if len(np.unique(labels)) == groups:
            tried.append(Fit(groups, *mean_silhouette(silhouettes(points, weights, labels), weights)))
    return tried


def _labels_of(points: Floats, clustering: Clustering) -> Labels:
    squares = ((points[:, None, :] - clustering.middles[None, :, :]) ** 2).sum(axis=2)
    labels: Labels = np.argmin(squares, axis=1)
    return labels


def choose(tried: list[Fit]) -> Fit:
    """The fewest groups within one standard error of the best mean silhouette.

    Polis takes the best silhouette and holds back a change until it has won several times; that memory
    makes the same votes give different groups. The one-standard-error rule (Breiman et al. 1984) serves the
    same end, no more groups than the votes can tell apart, and depends on the votes alone.
    """
    best = max(tried, key=lambda fit: (fit.silhouette, -fit.groups))
    return next(fit for fit in tried if fit.silhouette >= best.silhouette - best.standard_error)


def grouped(places: Floats) -> tuple[Clustering, list[Fit]]:
    """The chosen clustering of the places (n, 2), and all that were tried; one group if the places are one."""
    clusterings = k_means_up_to(places, most_groups(len(places)))
    tried = fits(places, clusterings)
    if not tried:
        middle = places.mean(axis=0, keepdims=True) if len(places) else np.zeros((1, 2))
        return Clustering(np.zeros(len(places), dtype=np.int64), middle, 0.0), []
    return clusterings[choose(tried).groups], tried
