"""How many groups: the fewest that fit as well as the best, by the silhouette and its standard error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.centre import Floats
from commonweal.participation.consensus.mapping.draws import lot
from commonweal.participation.consensus.mapping.k_means import Clustering, k_means_up_to
from commonweal.participation.consensus.mapping.silhouette import mean_silhouette, silhouettes

MOST_GROUPS = 5
PEOPLE_PER_GROUP_MORE = 12
# Of more people than this, so many are drawn for the search and the silhouette, whose cost grows with the square.
MOST_LOOKED_AT = 1500
SEED = 2
PLANE = 2


@dataclass(frozen=True)
class Fit:
    """One grouping that was tried: components used, number of groups, mean silhouette and its standard error."""

    components: int
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
    same end, no more groups than the votes can tell apart, and depends on the votes alone.
    """
    best = max(tried, key=lambda fit: (fit.silhouette, -fit.groups))
    return next(fit for fit in tried if fit.silhouette >= best.silhouette - best.standard_error)


def grouped(places: Floats, participants: NDArray[np.int64], spaces: Sequence[int] = ()) -> Choice:
    """The chosen clustering of the places (n, d), d at least 2; a single group if all are at one place.

    Like Polis it looks for groups in the plane of the first two components. Four groups can need three
    dimensions, and five four: a further component is used only where it parts the groups more clearly, by
    more than the standard errors of both silhouettes together. `spaces` names the numbers of components to
    try, instead of all.
    """
    best: Choice | None = None
    drawn = lot(participants, SEED, MOST_LOOKED_AT)
    tried: list[Fit] = []
    for dimensions in spaces or range(PLANE, places.shape[1] + 1):
        choice = _in_space(places[:, :dimensions], drawn)
        tried += choice.tried
        if best is None or _clearer(choice.fit, best.fit):
            best = choice
    assert best is not None
    return Choice(best.clustering, best.fit, tried)


def _clearer(fit: Fit | None, than: Fit | None) -> bool:
    if fit is None or than is None:
        return fit is not None
    return fit.silhouette - fit.standard_error > than.silhouette + than.standard_error


def _in_space(places: Floats, drawn: NDArray[np.int64]) -> Choice:
    clusterings = k_means_up_to(places, drawn, most_groups(len(places)))
    tried = []
    for groups, clustering in sorted(clusterings.items()):
        labels = clustering.labels[drawn]
        if len(np.unique(labels)) == groups:
            values = silhouettes(places[drawn], np.ones(len(drawn)), labels)
            tried.append(Fit(places.shape[1], groups, *mean_silhouette(values, np.ones(len(drawn)))))
    if not tried:
        middle = places[:1] if len(places) else np.zeros((1, places.shape[1]))
        return Choice(Clustering(np.zeros(len(places), dtype=np.int64), middle, 0.0), None, [])
    fit = choose_count(tried)
    return Choice(clusterings[fit.groups], fit, tried)
