"""The centre of a conversation: the mean vote on each statement, over those who voted on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def centre(total: NDArray[np.int64], seen: NDArray[np.int64]) -> Floats:
    """Mean vote by statement, between -1 and 1; 0 without votes.

    `total` (s,) sums the votes (agree 1, disagree -1) and `seen` (s,) counts them, passes included. Polis uses it in
    place of a missing vote, so a missing vote does not move anybody."""
    return total / np.maximum(seen, 1)
