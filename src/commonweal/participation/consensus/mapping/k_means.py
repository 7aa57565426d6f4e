"""K-means: the grouping that leaves people closest to the middle of their group, found without chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.centre import Floats

Labels = NDArray[np.int64]

MOST_ROUNDS = 300
POINTS_AT_ONCE = 64


@dataclass(frozen=True)
class Search:
    """How hard to look: people looked at, candidates for a new middle, rounds for all, and those taken to the end."""

    people: int
    candidates: int
    rounds: int
    finalists: int


THOROUGH = Search(people=1500, candidates=64, rounds=4, finalists=8)
# For repetitions: on the conversations that we have it ends within 1 per cent of the thorough search's spread.
QUICK = Search(people=300, candidates=16, rounds=2, finalists=3)


@dataclass(frozen=True)
class Clustering:
    """Groups by number: `labels` (n,), `middles` (k, d), and the weighted sum of squared distances."""

    labels: Labels
    middles: Floats
    spread: float


def k_means_up_to(
    places: Floats, drawn: NDArray[np.int64], most: int, search: Search = THOROUGH
) -> dict[int, Clustering]:
    """The best grouping into 2, 3, … `most` groups of the places (n, d); fewer if the places are fewer.

    Global k-means (Likas, Vlassis and Verbeek 2003): the best k - 1 middles, joined by each candidate in
    turn, are improved by Lloyd's rounds, and the candidate that ends with the least spread wins (the first
    of equals). Where the places are few, single people who fit better elsewhere move first. No random
    start, and no dependence on the order of people. The search looks at the rows `drawn`; then all people
    are assigned and the middles moved until they rest.
    """
    points, counts = np.unique(places[drawn], axis=0, return_counts=True)
    weights = counts.astype(np.float64)
    found: dict[int, Clustering] = {}
    middles = _mean(points, weights)[None, :]
    for groups in range(2, min(most, len(points)) + 1):
        middles = _best_addition(points, weights, middles, search)
        found[groups] = lloyd(places, np.ones(len(places)), middles)
    return found


def lloyd(places: Floats, weights: Floats, middles: Floats) -> Clustering:
    """Assign to the nearest middle (the lower number of equals), move the middles, until nothing changes."""
    labels = nearest_middle(places, middles)
    for _ in range(MOST_ROUNDS):
        middles = _means(places, weights, labels, middles)
        moved = nearest_middle(places, middles)
        if np.array_equal(moved, labels):
            break
        labels = moved
    distance = np.min(squared_distances(places, middles), axis=1)
    return Clustering(labels, middles, float(np.cumsum(weights * distance)[-1]))


def transferred(points: Floats, weights: Floats, found: Clustering) -> Clustering:
    """Move one point at a time to another group while that lowers the spread, the best move first (Hartigan 1975).

    Lloyd's rounds stop at groupings that this still betters: the corners of a square stay three and one, since the
    middle of three is near to each of them; moving one gives two and two, which has three quarters of the spread."""
    labels, middles = found.labels.copy(), found.middles
    everybody = np.arange(len(points))
    for _ in range(MOST_ROUNDS):
        size = np.bincount(labels, weights=weights, minlength=len(middles))
        squares = squared_distances(points, middles)
        left = size[labels] - weights
        # What a group loses when a point leaves it, and what another takes on; a group's last point stays.
        lost = np.where(left > 0, size[labels] * weights / np.maximum(left, 1e-300) * squares[everybody, labels], 0)
        taken = size[None, :] * weights[:, None] / (size[None, :] + weights[:, None]) * squares
        taken[everybody, labels] = np.inf
        gain = lost - taken.min(axis=1)
        mover = int(np.argmax(gain))
        if gain[mover] <= found.spread * 1e-9:
            break
        labels[mover] = int(np.argmin(taken[mover]))
        middles = _means(points, weights, labels, middles)
    return lloyd(points, weights, middles)


def _best_addition(points: Floats, weights: Floats, middles: Floats, search: Search) -> Floats:
    candidates = _candidates(points, weights, middles, search.candidates)
    trials = _first_rounds(points, weights, middles, candidates, search)
    best: Clustering | None = None
    for trial in trials:
        ended = lloyd(points, weights, trial)
        if len(points) <= search.candidates:
            # Among few people one alone can be a group by an accident of the start.
            ended = transferred(points, weights, ended)
        if best is None or ended.spread < best.spread * (1 - 1e-9):
            best = ended
    assert best is not None
    return best.middles


def _first_rounds(points: Floats, weights: Floats, middles: Floats, candidates: Floats, search: Search) -> Floats:
    """The most promising sets of middles after the first rounds of all candidates, shape (finalists, k, d)."""
    tries, groups = len(candidates), len(middles) + 1
    sets = np.concatenate((np.repeat(middles[None], tries, axis=0), candidates[:, None, :]), axis=1)
    shift = np.arange(tries)[:, None] * groups
    for _ in range(search.rounds):
        squares = squared_distances(points, sets.reshape(tries * groups, -1)).reshape(len(points), tries, groups)
        squares = squares.transpose(1, 0, 2)
        labels = np.argmin(squares, axis=2)
        spread = np.cumsum(squares.min(axis=2) * weights, axis=1)[:, -1]
        flat = sets.reshape(tries * groups, -1)
        everyone = np.broadcast_to(points, (tries, *points.shape)).reshape(-1, points.shape[1])
        heavy = np.broadcast_to(weights, (tries, len(weights))).ravel()
        sets = _means(everyone, heavy, (labels + shift).ravel(), flat).reshape(sets.shape)
    best: Floats = sets[np.argsort(spread, kind="stable")[: search.finalists]]
    return best


def _candidates(points: Floats, weights: Floats, middles: Floats, most: int) -> Floats:
    """The points that would by themselves lower the spread most; all, if there are no more than `most`."""
    own = np.min(squared_distances(points, middles), axis=1)
    if len(points) <= most:
        return points
    gain = np.empty(len(points))
    for first in range(0, len(points), POINTS_AT_ONCE):
        block = slice(first, first + POINTS_AT_ONCE)
        saved = np.maximum(own - squared_distances(points[block], points), 0)
        gain[block] = np.cumsum(saved * weights, axis=1)[:, -1]
    order = np.argsort(-gain, kind="stable")
    # A spread of candidates, and not only those around the single best spot.
    half = len(points) // 2
    chosen: Floats = points[order[:half][:: max(1, half // most)][:most]]
    return chosen


def squared_distances(points: Floats, middles: Floats) -> Floats:
    """Squared distance of each point (m, d) to each middle (k, d), shape (m, k)."""
    # Axis by axis: a sum over the axes in one go may be grouped differently on another machine.
    squares = np.zeros((len(points), len(middles)))
    for axis in range(points.shape[1]):
        squares += (points[:, axis, None] - middles[None, :, axis]) ** 2
    return squares


def nearest_middle(points: Floats, middles: Floats) -> Labels:
    """The nearest middle of each point, shape (m,); the lower number of equals."""
    nearest: Labels = np.argmin(squared_distances(points, middles), axis=1)
    return nearest


def _mean(points: Floats, weights: Floats) -> Floats:
    mean: Floats = _means(points, weights, np.zeros(len(points), dtype=np.int64), np.zeros((1, points.shape[1])))[0]
    return mean


def _means(points: Floats, weights: Floats, labels: Labels, middles: Floats) -> Floats:
    """Means by group, added from first to last; a group left empty keeps its middle."""
    size = np.bincount(labels, weights=weights, minlength=len(middles))
    means = middles.copy()
    for axis in range(points.shape[1]):
        total = np.bincount(labels, weights=weights * points[:, axis], minlength=len(middles))
        means[:, axis] = np.where(size > 0, total / np.maximum(size, 1e-300), middles[:, axis])
    return means
