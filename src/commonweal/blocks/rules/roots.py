"""Answers for which what is divided by becomes zero, although no rule mentions them: `n * n - 7 * n + 12`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from commonweal.blocks.rules.cel.compiled import Compiled
from commonweal.blocks.rules.cel.tree import Call, Constant, Identifier, Node, free_names, walk
from commonweal.blocks.rules.dependencies import expressions_behind, names_behind
from commonweal.blocks.rules.search import Spaces
from commonweal.kernel.problems import Problem

if TYPE_CHECKING:
    from commonweal.blocks.rules.world import World

# Functions that have no value where their second argument is zero.
DIVIDING = frozenset({"_/_", "_%_", "rules_divide", "rules_money_divide", "rules_money_ratio"})
SMALL = range(41)  # whole numbers that are tried in any case
BASES = 3  # other answers beside which one is varied
HALVINGS = 60


def near_zero(world: "World", compiled: Compiled, spaces: Spaces, on: date) -> Iterator[Mapping[str, Any]]:
    """Answers with which a divisor in the expression, or behind it, is zero, as far as steps towards zero find them."""
    for part in expressions_behind(world, compiled):
        for divisor in _divisors(part):
            names = [name for name in names_behind(world, sorted(free_names(divisor))) if _numbers(spaces, name)]
            for name in names:
                for base in _bases(spaces):
                    yield from _zeros(_valued(world, part, divisor, base, name, on), _numbers(spaces, name), base, name)


def _divisors(part: Compiled) -> Iterator[Node]:
    """What is divided by, where it is worked out from answers: the boundaries of the search have others."""
    for node in walk(part.tree):
        divisor = node.args[1] if isinstance(node, Call) and node.function in DIVIDING else None
        if divisor is None or isinstance(divisor, Constant):
            continue
        if isinstance(divisor, Identifier) and not divisor.name.startswith(("facts.", "tables.")):
            continue
        if set(free_names(divisor)) <= set(part.reads):  # an item of a list has its name only inside
            yield divisor


def _numbers(spaces: Spaces, name: str) -> Sequence[Any]:
    """The values of an answer that is a number; none for others."""
    values = [value for value in spaces.values.get(name, ()) if value is not None]
    is_number = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    return values if is_number else ()


def _bases(spaces: Spaces) -> Iterator[dict[str, Any]]:
    for index in range(BASES):
        yield {name: values[index % len(values)] for name, values in spaces.values.items()}


def _valued(
    world: "World", part: Compiled, divisor: Node, base: Mapping[str, Any], name: str, on: date
) -> Callable[[Any], float | None]:
    """The divisor as a function of one answer; None where it is not a number."""

    def value(answer: Any) -> float | None:
        try:
            found = world.evaluate({**base, name: answer}, on=on).of_part(part, divisor)
        except Problem:
            return None
        return found if isinstance(found, int | float) and not isinstance(found, bool) else None

    return value


def _zeros(
    value: Callable[[Any], float | None], tried: Sequence[Any], base: Mapping[str, Any], name: str
) -> Iterator[Mapping[str, Any]]:
    points = sorted({*tried, *(type(tried[0])(small) for small in SMALL if min(tried) <= small <= max(tried))})
    found = [(point, value(point)) for point in points]
    known = [(point, each) for point, each in found if each is not None]
    for point, each in known:
        if each == 0:
            yield {**base, name: point}
    for (low, below), (high, above) in pairwise(known):
        if below * above < 0:
            point = _between(value, low, high, below)
            if point is not None:
                yield {**base, name: point}


def _between(value: Callable[[Any], float | None], low: Any, high: Any, below: float) -> Any:
    """Where the value is zero between two points, on whose sides it has other signs; None where it jumps over zero."""
    for _ in range(HALVINGS):
        middle = (low + high) // 2 if isinstance(low, int) else (low + high) / 2
        if middle in (low, high):
            return None
        found = value(middle)
        if found is None or found == 0:
            return middle if found == 0 else None
        low, high = (middle, high) if (found < 0) == (below < 0) else (low, middle)
    return None
