"""Zeros of a function of whole numbers, found by steps that go where it comes closer to zero."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

BESIDE = 2  # points beside a turn that are tried, since fractions are rounded


@dataclass
class Curve:
    """A function, which has no value (None) for some numbers, with what was worked out of it.

    turns   whether it comes closer to zero somewhere and turns back
    jumps   pairs of neighbours with different signs between which it has no zero"""

    function: Callable[[int], float | None]
    known: dict[int, float | None] = field(default_factory=dict)
    turns: bool = False
    jumps: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, point: int) -> float | None:
        if point not in self.known:
            self.known[point] = self.function(point)
        return self.known[point]

    def zeros(self, points: Iterable[int]) -> Iterator[int]:
        """Zeros at these points, and one, or the two at a turn, between each two of them. All are found of a function
        that goes up, down, or to a single turn between the points. Those above zero, which are easier to believe, come
        first."""
        found = [(point, value) for point in sorted(set(points)) if (value := self(point)) is not None]
        yield from sorted((point for point, value in found if value == 0), key=lambda point: point < 0)
        for (low, below), (high, above) in sorted(pairwise(found), key=lambda pair: pair[1][0] <= 0):
            if below * above < 0:
                yield from self._crossing(low, high)
            elif below * above > 0 and (turn := self._turn(low, high)) is not None:
                yield from self._at_turn(low, turn, high)

    def _at_turn(self, low: int, turn: int, high: int) -> Iterator[int]:
        self.turns = True
        near = range(max(low + 1, turn - BESIDE), min(high, turn + BESIDE + 1))
        zeros = [point for point in near if self(point) == 0]
        yield from zeros
        if not zeros and self._differ(low, turn):
            yield from self._crossing(low, turn)
            yield from self._crossing(turn, high)

    def _differ(self, low: int, high: int) -> bool:
        """Whether the function has different signs at two points."""
        return (self(low) or 0) * (self(high) or 0) < 0

    def _crossing(self, low: int, high: int) -> Iterator[int]:
        """The zero between two points with different signs, if it does not jump over it."""
        while high - low > 1:
            middle = (low + high) // 2
            value = self(middle)
            if value is None:
                return
            if value == 0:
                yield middle
                return
            low, high = (low, middle) if self._differ(low, middle) else (middle, high)
        self.jumps.append((low, high))

    def _turn(self, low: int, high: int) -> int | None:
        """Where the function is closest to zero, or has the other sign, between two points with the same sign; None
        where it does not come closer from both sides."""
        sign = 1 if (self(low) or 0) > 0 else -1

        def step(point: int) -> float | None:
            here, there = self(point), self(point + 1)
            return None if here is None or there is None else sign * (there - here)

        first, last = step(low), step(high - 1)
        if first is None or last is None or first > 0 or last < 0 or first == last:
            return None
        while low < high:
            middle = (low + high) // 2
            value, change = self(middle), step(middle)
            if value is None or change is None:
                return None
            if sign * value <= 0:
                return middle
            low, high = (middle + 1, high) if change < 0 else (low, middle)
        return low
