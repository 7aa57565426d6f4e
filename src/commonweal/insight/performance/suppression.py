"""Keeps small numbers back, so that nobody can be recognised in a public figure."""

from collections.abc import Sequence

SMALLEST = 5


def guarded(values: Sequence[int]) -> tuple[list[int | None], int | None]:
    """The values with those from 1 to 4 kept back (None), and their sum; that is kept back, too, where it would give
    a single hidden value away, or several that are small together."""
    hidden = [value for value in values if 0 < value < SMALLEST]
    shown = [None if 0 < value < SMALLEST else value for value in values]
    tells = len(hidden) == 1 or 0 < sum(hidden) < SMALLEST
    return shown, None if tells else sum(values)
