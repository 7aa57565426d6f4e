"""The silhouette: how much nearer each participant is to their own group than to the next one."""

from __future__ import annotations

import math

import numpy as np

from commonweal.participation.consensus.mapping.centre import Floats
from commonweal.participation.consensus.mapping.k_means import Labels, squared_distances

ROWS_AT_ONCE = 256


def silhouettes(points: Floats, weights: Floats, labels: Labels) -> Floats:
    """The silhouette of each point, shape (m,), from -1 to 1 (Rousseeuw 1987).

    With a the mean distance to the others of the own group and b the least mean distance to another group,
    it is (b - a) / max(a, b); 0 for the only member of a group. A point of weight w represents w people at one
    position."""
    groups = int(labels.max()) + 1 if len(labels) else 0
    size = np.bincount(labels, weights=weights, minlength=groups).astype(np.float64)
    found = np.zeros(len(points))
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(groups))
    for first in range(0, len(points), ROWS_AT_ONCE):
        block = points[first : first + ROWS_AT_ONCE]
        own = labels[first : first + ROWS_AT_ONCE]
        distance = np.sqrt(squared_distances(block, points[order]))
        # Rounded to whole multiples of 2**-20, the sums do not depend on how the machine adds.
        whole = np.rint(distance * 2.0**20) * weights[order]
        sums = np.add.reduceat(whole, starts, axis=1) * 2.0**-20
        found[first : first + ROWS_AT_ONCE] = _values(sums, size, own)
    return found


def _values(sums: Floats, size: Floats, own: Labels) -> Floats:
    rows = np.arange(len(own))
    others = sums / size
    others[rows, own] = np.inf
    nearest = others.min(axis=1)
    alone = size[own] <= 1
    inside = sums[rows, own] / np.where(alone, 1, size[own] - 1)
    widest = np.maximum(inside, nearest)
    # Everybody at one place: neither nearer nor farther.
    value = np.where(widest > 0, (nearest - inside) / np.where(widest > 0, widest, 1), 0.0)
    return np.where(alone, 0.0, value)


def mean_silhouette(values: Floats, weights: Floats) -> tuple[float, float]:
    """The mean over people and its standard error."""
    people = float(np.cumsum(weights)[-1])
    mean = float(np.cumsum(values * weights)[-1]) / people
    variance = float(np.cumsum((values - mean) ** 2 * weights)[-1]) / people
    return mean, math.sqrt(variance / people)
