"""Rarity: how significant a shared run of letters is, by how few texts have it (inverse document frequency)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def rarity(texts: int, having: NDArray[np.int64]) -> NDArray[np.float64]:
    """1 + ln((1 + texts) / (1 + having)), the smoothed form (Spärck Jones 1972); greatest for the unheard of."""
    value: NDArray[np.float64] = 1.0 + np.log((1.0 + texts) / (1.0 + having))
    return value
