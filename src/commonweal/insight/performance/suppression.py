"""Suppresses small numbers, so that people cannot be recognised in a public figure."""

from collections.abc import Sequence

SMALLEST = 5
YEAR = 12  # months that are guarded together

Shown = tuple[list[int | None], int | None]


def guarded(values: Sequence[int]) -> Shown:
    """The values with those from 1 to 4 kept back (None), and their sum.

    Where the sum would give a hidden value away, the smallest of the others are hidden with it. The sum itself is
    hidden only where nothing is left to hide."""
    hidden = [at for at, value in enumerate(values) if 0 < value < SMALLEST]
    others = sorted((at for at, value in enumerate(values) if value >= SMALLEST), key=lambda at: values[at])
    while hidden and others and _tells([values[at] for at in hidden]):
        hidden.append(others.pop(0))
    shown = [None if at in hidden else value for at, value in enumerate(values)]
    return shown, None if hidden and _tells([values[at] for at in hidden]) else sum(values)


def guarded_period(values: Sequence[int], last: int) -> Shown:
    """The `last` of these months and their sum; `values` are whole years, newest last.

    Each year is protected as a whole, even if only a part of it is asked for: otherwise the sums of two periods, one a
    month longer, would reveal that month by their difference."""
    shown: list[int | None] = []
    total: int | None = 0
    for begin in range(len(values) - YEAR, -1, -YEAR):
        year, sum_ = guarded(values[begin : begin + YEAR])
        wanted = min(last - len(shown), YEAR)
        if wanted < YEAR:
            year = year[YEAR - wanted :]
            sum_ = _sum(year)
        shown, total = [*year, *shown], _sum([total, sum_])
    return shown, total


def _tells(hidden: Sequence[int]) -> bool:
    """Whether the sum of these values reveals them: a single value, few of them, or only ones."""
    return len(hidden) < 2 or sum(hidden) < max(SMALLEST, len(hidden) + 1)


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
