"""The centre of a conversation: the mean vote on each statement, over those who voted on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def centre(total: NDArray[np.int64], seen: NDArray[np.int64]) -> Floats:
    """Mean vote by statement, between -1 and 1; 0 where nobody voted.

    `total` (s,) sums the votes (agree 1, disagree -1) and `seen` (s,) counts them, passes included. It is
    the value that Polis puts in the place of a vote not cast, so a missing vote pulls nobody anywhere.
    """
    return total / np.maximum(seen, 1)
