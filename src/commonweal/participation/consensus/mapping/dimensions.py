"""In how many dimensions to look for groups: Polis's plane, unless the votes plainly need more."""

from __future__ import annotations

from collections.abc import Sequence

PLANE = 2
# Five groups, the most there can be, span four dimensions.
MOST = 4
GAP = 1.75


def dimensions(eigenvalues: Sequence[float]) -> int:
    """2, or 3 or 4 where that component's eigenvalue is at least 1.75 times the next (the larger if both).

    Polis always looks in the plane of the first two components. Four camps can lie so that the plane shows
    two of them as one; then the third eigenvalue is large, and the next is much smaller. Where the eigenvalues decrease
    gently, as in all published conversations that we have, two dimensions are used."""
    for number in range(MOST, PLANE, -1):
        if len(eigenvalues) > number:
            value, following = eigenvalues[number - 1], eigenvalues[number]
            if value >= GAP * following and value > 1e-9 * eigenvalues[0]:
                return number
    return PLANE
