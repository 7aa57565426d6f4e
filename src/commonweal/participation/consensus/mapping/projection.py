"""Each participant's place on the map: their votes, less the centre, along the components."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.centre import Floats
from commonweal.participation.consensus.mapping.votes import VoteTable

# Weights and places are kept as whole multiples of these, so that sums are exact and comparisons repeatable.
WEIGHT_UNIT = 2.0**-30
PLACE_UNIT = 2.0**-20


@dataclass(frozen=True)
class Projection:
    """Everything a place is made of.

    `weights` (d, s) are the components and `offset` (d, s) the centre times the weights, 0 for an excluded statement;
    `scale` (n,) is the participant's stretch; `places` (n, d) the coordinates. The steps `(value * weights - offset) *
    scale` of all votes of a participant add up to the place."""

    weights: Floats
    offset: Floats
    scale: Floats
    places: Floats


def stretch(table: VoteTable, left_out: NDArray[np.bool_]) -> Floats:
    """Polis's correction for missing votes, shape (n,): the square root of statements / votes answered.

    A vote not cast sits at the centre and pulls its participant inwards; the factor undoes that. As in Polis, a
    statement that moderators excluded stays in both numbers, as one that everybody passed on."""
    statements = len(table.statements)
    counted = np.bincount(table.row[~left_out[table.column]], minlength=len(table.participants))
    answered = counted + int(left_out.sum())
    return np.sqrt(statements / np.maximum(answered, 1))


def project(table: VoteTable, mean: Floats, parts: Floats, left_out: NDArray[np.bool_]) -> Projection:
    """Places of all participants, from the centre (s,) and the components (d, s), 0 where excluded."""
    weights = np.rint(parts / WEIGHT_UNIT) * WEIGHT_UNIT
    offset = np.rint(weights * mean / WEIGHT_UNIT) * WEIGHT_UNIT
    scale = stretch(table, left_out)
    people = len(table.participants)
    row = table.row
    places = np.empty((people, len(parts)))
    for axis in range(len(parts)):
        # Multiples of 2**-30 that stay far below 2**23: every sum is exact in any order.
        steps = table.value * weights[axis, table.column] - offset[axis, table.column]
        places[:, axis] = np.bincount(row, weights=steps, minlength=people) * scale
    return Projection(weights, offset, scale, np.rint(places / PLACE_UNIT) * PLACE_UNIT)
