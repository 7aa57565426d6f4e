"""Estimates what an evaluation can cost at most, before it runs; the library itself cannot be interrupted.

The unit is about a tenth of a microsecond. The figures come from measuring the library: building a list in `map`
copies it for each item, comparing looks at every part, our own functions leave the library and come back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.blocks.rules.cel.bounds import weigh
from commonweal.blocks.rules.cel.checking.patterns import states
from commonweal.blocks.rules.cel.checking.signatures import USES_CALENDAR
from commonweal.blocks.rules.cel.tree import (
    Call,
    Comprehension,
    Constant,
    Identifier,
    ListNode,
    Node,
    Select,
    Struct,
    children,
    walk,
)
from commonweal.blocks.rules.problems import RuleRefused

BUDGET = 400_000
NODE, ITERATION, OWN_FUNCTION, WORKING_DAY_LOOP = 2.0, 4.0, 60.0, 3_000.0
COPY_OF_LIST = 0.5  # for each pair of items, since the list is copied for each item
STATE_STEP = 0.15  # of a pattern, for each character
STATE_BUILD = 8.0
LINEAR = frozenset({"_==_", "_!=_", "@in", "_+_", "contains", "startsWith", "endsWith", "_<_", "_<=_", "_>_", "_>=_"})


@dataclass(frozen=True)
class Size:
    """How large a value is at most: its weight (see `bounds.weigh`), its items, the weight of the heaviest item."""

    weight: float = 1.0
    count: float = 0.0
    item: float = 1.0

    def joined(self, other: "Size") -> "Size":
        return Size(self.weight + other.weight, self.count + other.count, max(self.item, other.item))

    def larger(self, other: "Size") -> "Size":
        return Size(max(self.weight, other.weight), max(self.count, other.count), max(self.item, other.item))


SCALAR = Size()


def size_of(value: Any, name: str) -> Size:
    """The size of an answer; RuleRefused where it is out of bounds."""
    weight = weigh(value, name)
    if isinstance(value, list):
        return Size(weight, len(value), max((weigh(item, name) for item in value), default=1))
    return Size(weight, weight, weight)


def can_be_costly(tree: Node) -> bool:
    """Whether the cost depends on the size of what the expression reads."""
    return any(
        isinstance(node, Comprehension)
        or (isinstance(node, Call) and (node.function in {"matches", "_+_"} or node.function in USES_CALENDAR))
        for node in walk(tree)
    )


def refuse_costly(tree: Node, sizes: Mapping[str, Size]) -> None:
    """RuleRefused if evaluating the tree over values of these sizes may take too long."""
    cost, _ = _Estimate(dict(sizes)).of(tree)
    if cost > BUDGET:
        raise RuleRefused(
            "This rule would take too long with so many answers.",
            remedy="Use fewer lists inside lists, or limit how many answers a list may have.",
        )


class _Estimate:
    def __init__(self, sizes: dict[str, Size]) -> None:
        self.sizes = sizes

    def of(self, node: Node) -> tuple[float, Size]:
        match node:
            case Constant(value=value):
                return NODE, Size(1 + len(value) / 100) if isinstance(value, str | bytes) else SCALAR
            case Identifier(name=name):
                return NODE, self.sizes.get(name, SCALAR)
            case Select(operand=operand):
                cost, size = self.of(operand)
                return cost + NODE, Size(size.item, size.item, size.item)
            case Call():
                return self._call(node)
            case ListNode() | Struct():
                return self._collection(node)
            case Comprehension():
                return self._comprehension(node)

    def _collection(self, node: ListNode | Struct) -> tuple[float, Size]:
        parts = [self.of(part) for part in children(node)]
        sizes = [size for _, size in parts]
        weight = 1 + sum(size.weight for size in sizes)
        item = max((size.weight for size in sizes), default=1.0)
        return NODE + sum(cost for cost, _ in parts) + weight, Size(weight, len(sizes), item)

    def _call(self, node: Call) -> tuple[float, Size]:
        parts = [self.of(part) for part in children(node)]
        sizes = [size for _, size in parts]
        cost, name = NODE + sum(cost for cost, _ in parts), node.function
        weight = sum(size.weight for size in sizes)
        if name == "_?_:_":
            return cost, sizes[1].larger(sizes[2])
        if name == "_[_]":
            return cost, Size(sizes[0].item, sizes[0].item, sizes[0].item)
        if name == "matches":
            pattern = node.args[-1]
            grown = states(pattern.value) if isinstance(pattern, Constant) and isinstance(pattern.value, str) else 2_000
            return cost + grown * (STATE_BUILD + STATE_STEP * 100 * weight), SCALAR
        if name.startswith("rules_"):
            loop = WORKING_DAY_LOOP if name in USES_CALENDAR else OWN_FUNCTION
            return cost + loop + 2 * weight, sizes[0] if sizes else SCALAR
        if name in LINEAR:
            cost += weight
        return cost, sizes[0].joined(sizes[1]) if name == "_+_" else SCALAR

    def _comprehension(self, node: Comprehension) -> tuple[float, Size]:
        cost, over = self.of(node.over)
        start_cost, start = self.of(node.start)
        outer = dict(self.sizes)
        self.sizes[node.variable] = Size(over.item, over.item, over.item)
        building = isinstance(node.start, ListNode)
        self.sizes[node.accumulator] = Size(0, 0, 0) if building else start
        condition_cost, _ = self.of(node.condition)
        step_cost, step = self.of(node.step)
        cost += start_cost + over.count * (ITERATION + condition_cost + step_cost)
        if building:
            cost += COPY_OF_LIST * over.count**2
            self.sizes[node.accumulator] = Size(1 + over.count * step.weight, over.count, step.item)
        result_cost, result = self.of(node.result)
        self.sizes = outer
        return cost + result_cost, result
