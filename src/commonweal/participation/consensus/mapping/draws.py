"""Pseudo-random numbers from a formula (SplitMix64), so that every machine draws the same lots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GOLDEN = 0x9E3779B97F4A7C15

Words = NDArray[np.uint64]


def draws(keys: NDArray[np.int64], seed: int) -> NDArray[np.float64]:
    """One number in [0, 1) for each key, which depends on that key and the seed alone.

    Because no draw depends on another, adding a participant does not change the others'. Steele, Lea and Flood,
    "Fast splittable pseudorandom number generators" (2014).
    """
    stride = np.array([GOLDEN], dtype=np.uint64)
    mixed = keys.astype(np.uint64) + np.uint64((1 + seed * GOLDEN) % 2**64)
    for _ in range(2):
        mixed = _mix(mixed * stride)
    return (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _mix(word: Words) -> Words:
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Words = word ^ (word >> np.uint64(31))
    return mixed


def lot(keys: NDArray[np.int64], seed: int, most: int) -> NDArray[np.int64]:
    """The rows of at most `most` keys (all, if there are no more), drawn at random, in ascending order."""
    if len(keys) <= most:
        return np.arange(len(keys))
    return np.sort(np.argsort(draws(keys, seed), kind="stable")[:most])
