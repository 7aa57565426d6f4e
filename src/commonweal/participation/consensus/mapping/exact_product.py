"""Matrix products that come out the same on every machine, however many threads add them up."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from commonweal.participation.consensus.mapping.centre import Floats

# Two whole numbers below 2**20 multiply to less than 2**40; 2**13 = 8,192 of those sum to at most 2**53,
# which double precision holds exactly. Exact sums do not depend on the order of adding.
HALF = 20
MOST_ROWS = 2**13


@dataclass(frozen=True)
class Halves:
    """A matrix as `unit * (high + low * 2**-20) * 2**-20`, both halves whole numbers of at most 20 bits."""

    high: Floats
    low: Floats
    unit: float


def halves(matrix: Floats) -> Halves:
    """Split `matrix` into two exact halves; what is dropped is below 2**-41 of its largest entry."""
    largest = float(np.abs(matrix).max(initial=0.0))
    # The exponent is read off exactly; a logarithm may be out by a bit from machine to machine.
    unit = math.ldexp(1.0, math.frexp(largest)[1]) if largest > 0 else 1.0
    scaled = matrix * (2.0**HALF / unit)
    high = np.rint(scaled)
    low = np.rint((scaled - high) * 2.0**HALF)
    return Halves(high, low, unit)


def exact_product(left: Halves, right: Floats) -> Floats:
    """`left @ right` to about 40 bits of the largest entries, with the same bits on every machine.

    Raises ValueError above 8,192 rows, where the sums would no longer be exact.
    """
    if right.shape[0] > MOST_ROWS:
        raise ValueError(f"{right.shape[0]} rows: exact products go up to {MOST_ROWS}")
    other = halves(right)
    whole = left.high @ other.high
    cross = left.high @ other.low + left.low @ other.high
    shrink = left.unit * other.unit * 2.0 ** (-2 * HALF)
    product: Floats = (whole + cross * 2.0**-HALF) * shrink
    return product


def ordered_products(left: Floats, right: Floats) -> Floats:
    """`left.T @ right` of two narrow matrices (s, a) and (s, b), added strictly from the first row to the last."""
    # A sum over the first axis adds whole rows one after the other; only sums along a row may be regrouped.
    products: Floats = (left[:, :, None] * right[:, None, :]).sum(axis=0)
    return products
