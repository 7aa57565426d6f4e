"""The adjusted Rand index: how far two groupings of the same people agree, beyond what chance would give."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np


def adjusted_rand_index(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """1 for the same grouping under any names, about 0 for unrelated ones (Hubert and Arabie 1985).

    Raises ValueError if the groupings differ in length. Two groupings that leave nothing to chance (all
    together, or all apart, in both) are the same: 1.
    """
    if len(first) != len(second):
        raise ValueError(f"groupings of {len(first)} and {len(second)} people")
    rows = {name: at for at, name in enumerate(dict.fromkeys(first))}
    columns = {name: at for at, name in enumerate(dict.fromkeys(second))}
    table = np.zeros((max(1, len(rows)), max(1, len(columns))), dtype=np.int64)
    for one, two in zip(first, second, strict=True):
        table[rows[one], columns[two]] += 1
    together = _pairs(table)
    by_first, by_second = _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0))
    pairs = len(first) * (len(first) - 1) // 2
    if pairs == 0:
        return 1.0
    expected = by_first * by_second / pairs
    most = (by_first + by_second) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _pairs(counts: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> int:
    return int((counts * (counts - 1) // 2).sum())
