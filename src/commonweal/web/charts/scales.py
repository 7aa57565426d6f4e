"""Round steps for axes and classes for maps."""

import math
from collections.abc import Iterable, Sequence

from commonweal.web.charts.chart import Value


def known(values: Iterable[Value]) -> list[float]:
    """The values that are not kept back."""
    return [float(value) for value in values if value is not None]


def ticks(highest: float, most: int = 4) -> list[float]:
    """From 0 in at most `most` round steps (1, 2, 2.5 or 5 times a power of ten) to at least `highest`."""
    if highest <= 0:
        return [0.0, 1.0]
    power = 10.0 ** math.floor(math.log10(highest / most))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power * most >= highest * (1 - 1e-9))
    return [step * at for at in range(math.ceil(highest / step - 1e-9) + 1)]


def classes(values: Iterable[Value], most: int = 5) -> list[float]:
    """Upper bounds of at most `most` classes with about equally many values each; no bound is repeated."""
    ordered = sorted(known(values))
    if not ordered:
        return []
    groups = min(most, len(ordered))
    bounds = [ordered[math.ceil(len(ordered) * at / groups) - 1] for at in range(1, groups + 1)]
    return sorted(set(bounds))


def class_of(value: float, bounds: Sequence[float]) -> int:
    """The class of a value, from 0; a value above all bounds belongs to the last."""
    return next((at for at, bound in enumerate(bounds) if value <= bound), len(bounds) - 1)
