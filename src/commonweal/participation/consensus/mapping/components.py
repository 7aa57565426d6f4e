"""The principal components: the directions along which the votes of a conversation differ most."""

from __future__ import annotations

import math

import numpy as np

from commonweal.participation.consensus.mapping.centre import Floats
from commonweal.participation.consensus.mapping.dimensions import MOST, PLANE, dimensions
from commonweal.participation.consensus.mapping.draws import draws
from commonweal.participation.consensus.mapping.exact_product import exact_product, halves, ordered_products

# Guard vectors in addition to the components: the iteration converges at the rate of the ninth against the last.
BLOCK = 8
EIGENVALUES = MOST + 1
START_SEED = 1
MOST_ROUNDS = 500
# Multiplications between two looks at the eigenvectors, which cost more.
BETWEEN = 3


def components(scatter: Floats, tolerance: float = 1e-12, start: Floats | None = None) -> tuple[Floats, Floats]:
    """Unit eigenvectors (d, s) and the first eigenvalues (5,) of the (s, s) scatter matrix, largest first.

    d is `dimensions` of the eigenvalues; with `start` (d, s), vectors near the sought ones, their number is d. Subspace
    iteration from a fixed start, with products that are exact on every machine, until the residual of the d vectors is
    below `tolerance` of the largest eigenvalue (the eigenvalues after them are good to some per cent). Sign rule: a
    component's largest entry in absolute value (the first of equals) is positive. Directions without variance are zero.
    """
    size = len(scatter)
    if size == 0 or not np.any(scatter):
        return np.zeros((PLANE if start is None else len(start), size)), np.zeros(EIGENVALUES)
    matrix = halves(scatter)
    # From near the sought vectors fewer guards and fewer rounds do.
    width, between = (BLOCK, BETWEEN) if start is None else (len(start) + 2, 1)
    width = min(width, size)
    begin = draws(np.arange(size * width), START_SEED).reshape(size, width) - 0.5
    if start is not None:
        begin[:, : len(start)] = start[:width].T
    basis = _orthonormal(begin)
    for _ in range(MOST_ROUNDS):
        for _ in range(between):
            basis = _orthonormal(exact_product(matrix, basis))
        image = exact_product(matrix, basis)
        ritz, turn = _small_eigenvectors(ordered_products(basis, image))
        basis, image = _combine(basis, turn), _combine(image, turn)
        number = dimensions(ritz[:EIGENVALUES]) if start is None else len(start)
        if _converged(basis[:, :number], image[:, :number], ritz, tolerance):
            break
        basis = _orthonormal(image)
    return _vectors(basis, ritz, number), np.array((ritz + [0.0] * EIGENVALUES)[:EIGENVALUES])


def _vectors(basis: Floats, ritz: list[float], number: int) -> Floats:
    vectors = np.zeros((number, len(basis)))
    for which in range(min(number, basis.shape[1])):
        if ritz[which] > 1e-9 * ritz[0]:
            vectors[which] = _signed(basis[:, which])
    return vectors


def _signed(vector: Floats) -> Floats:
    size = np.abs(vector)
    # The tolerance makes "the first of equals" survive the last bits.
    leading = int(np.argmax(size >= size.max() * (1 - 1e-9)))
    return -vector if vector[leading] < 0 else vector


def _converged(basis: Floats, image: Floats, ritz: list[float], tolerance: float) -> bool:
    rest = image - np.array(ritz[: basis.shape[1]]) * basis
    squares = ordered_products(rest, rest)
    return all(math.sqrt(squares[at, at]) <= tolerance * ritz[0] for at in range(len(squares)))


def _orthonormal(matrix: Floats) -> Floats:
    """Gram and Schmidt, twice over, which is as good as exact; a vanished column becomes zero."""
    done = np.zeros_like(matrix)
    for at in range(matrix.shape[1]):
        left = matrix[:, at : at + 1]
        size = _length(left)
        for _ in range(2):
            left = left - _combine(done, ordered_products(done, left))
        length = _length(left)
        if length > 1e-12 * size:
            done[:, at : at + 1] = left / length
    return done


def _length(column: Floats) -> float:
    return math.sqrt(ordered_products(column, column)[0, 0])


def _combine(matrix: Floats, turn: Floats) -> Floats:
    """`matrix @ turn`, added from the first column to the last."""
    total = np.zeros((len(matrix), turn.shape[1]))
    for at in range(matrix.shape[1]):
        total += matrix[:, at : at + 1] * turn[at]
    return total


def _small_eigenvectors(matrix: Floats) -> tuple[list[float], Floats]:
    """Jacobi's method for a symmetric matrix of at most eight rows; eigenvalues descending, vectors in columns."""
    size = len(matrix)
    work: list[list[float]] = ((matrix + matrix.T) / 2).tolist()
    turn = [[float(row == column) for column in range(size)] for row in range(size)]
    for _ in range(60):
        off = sum(work[row][column] ** 2 for row in range(size) for column in range(row))
        if off <= 1e-29 * sum(work[row][row] ** 2 for row in range(size)):
            break
        for row in range(size):
            for column in range(row):
                _rotate(work, turn, column, row)
    order = sorted(range(size), key=lambda at: (-work[at][at], at))
    return [work[at][at] for at in order], np.array(turn)[:, order]


def _rotate(work: list[list[float]], turn: list[list[float]], p: int, q: int) -> None:
    if work[p][q] == 0.0:
        return
    theta = (work[q][q] - work[p][p]) / (2 * work[p][q])
    tangent = math.copysign(1.0, theta) / (abs(theta) + math.sqrt(theta * theta + 1)) if abs(theta) < 1e150 else 0.0
    cosine = 1 / math.sqrt(tangent * tangent + 1)
    sine = tangent * cosine
    for at in range(len(work)):
        first, second = work[p][at], work[q][at]
        work[p][at], work[q][at] = cosine * first - sine * second, sine * first + cosine * second
    for line in (*work, *turn):
        line[p], line[q] = cosine * line[p] - sine * line[q], sine * line[p] + cosine * line[q]
