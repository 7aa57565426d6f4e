"""Wilson's bounds: the range in which a group's true share lies, when only some of its people voted."""

from __future__ import annotations

import math

# 95 in 100: the usual two-sided confidence.
Z_95 = 1.959963984540054


def wilson_bounds(successes: int, trials: int, z: float = Z_95) -> tuple[float, float]:
    """Lower and upper bound of a share between 0 and 1 (Wilson 1927); (0, 1) without any trial.

    Raises ValueError if there are more successes than trials, or fewer than none.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is not a share")
    if trials == 0:
        return 0.0, 1.0
    share = successes / trials
    spread = z * z / trials
    middle = share + spread / 2
    reach = z * math.sqrt(share * (1 - share) / trials + spread / (4 * trials))
    low = (middle - reach) / (1 + spread)
    high = (middle + reach) / (1 + spread)
    return (0.0 if successes == 0 else max(0.0, low)), (1.0 if successes == trials else min(1.0, high))
