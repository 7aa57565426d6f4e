"""Answers for which what is divided by becomes zero, although no rule mentions them: `n * n - 7 * n + 12`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations

from commonweal.blocks.rules.cel.compiled import Compiled
from commonweal.blocks.rules.cel.tree import Call, Comprehension, Constant, Identifier, Node, children, free_names
from commonweal.blocks.rules.dependencies import expressions_behind, names_behind
from commonweal.blocks.rules.evaluation import Evaluation
from commonweal.blocks.rules.proof.axes import Answers, Axis, axes, with_few_points
from commonweal.blocks.rules.proof.search import Spaces
from commonweal.blocks.rules.proof.zeros import Curve
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.kernel.budget import spend
from commonweal.kernel.problems import Problem
from commonweal.kernel.values import ListOf

# Functions that have no value where their second argument is zero.
DIVIDING = frozenset({"_/_", "_%_", "rules_divide", "rules_money_divide", "rules_money_ratio"})
BASES = 3  # other answers beside which one is varied
MOST_AT_ENDS = 3  # axes whose ends are tried with each other
FEW = 4  # points between the ends of an axis with which one of two answers is solved for
HALVINGS = 60
ROWS_AS_A_VALUE = 2  # rows that are as much work as a value without any
STEPS_OF_ROW = 10  # of the budget of the proof
MOST_VALUES = 1_000  # of one divisor that are worked out while two answers are varied

Value = Callable[[Answers], float | None]
"""A divisor for some answers; None where it is not a number."""


@dataclass
class Allowance:
    """How many values may still be worked out for the divisors of a definition. Two answers are varied as long as there
    are some left; one always is."""

    left: int = 10_000


@dataclass(frozen=True)
class _Divisor:
    """What is divided by in a rule. `items` are the local names of list items in it, each with its list."""

    part: Compiled
    node: Node
    items: Mapping[str, str]

    @property
    def reads(self) -> list[str]:
        """The names in it that come from outside, and the lists of its items."""
        return sorted({*free_names(self.node), *self.items.values()} - set(self.items))


def near_zero(
    rule_set: RuleSet, compiled: Compiled, spaces: Spaces, on: date, allowance: Allowance
) -> Iterator[Answers]:
    """Answers with which a divisor in the expression, or behind it, is zero, as far as steps towards zero find them."""
    if not all(spaces.values.values()):
        return
    for part in expressions_behind(rule_set, compiled):
        for divisor in _divisors(part):
            behind = names_behind(rule_set, divisor.reads)
            along = [axis for name in behind if name in spaces.values for axis in axes(name, spaces.values[name])]
            yield from _Search(_valued(rule_set, divisor, on), along, spaces, allowance).zeros()


def _divisors(part: Compiled) -> Iterator[_Divisor]:
    """What is divided by, where it is worked out from answers: the boundaries of the search have others."""
    for node, items in _with_items(part.tree, {}):
        divisor = node.args[1] if isinstance(node, Call) and node.function in DIVIDING else None
        if divisor is None or isinstance(divisor, Constant):
            continue
        if isinstance(divisor, Identifier) and not divisor.name.startswith(("facts.", "tables.")):
            continue
        used = {name: items[name] for name in dict.fromkeys(free_names(divisor)) if name in items}
        found = _Divisor(part, divisor, used)
        if set(found.reads) <= set(part.reads):  # an item of a list that is worked out has its name only inside
            yield found


def _with_items(node: Node, items: Mapping[str, str]) -> Iterator[tuple[Node, Mapping[str, str]]]:
    """The node and all below it, each with the local names of list items that are known there."""
    yield node, items
    within = items
    if isinstance(node, Comprehension) and isinstance(node.over, Identifier):
        within = {**items, node.variable: node.over.name}
    for child in children(node):
        yield from _with_items(child, within)


def _valued(rule_set: RuleSet, divisor: _Divisor, on: date) -> Value:
    kinds = {name: each for name, over in divisor.items.items() if isinstance(each := rule_set.kind(over), ListOf)}
    alone = divisor.part.alone(divisor.node, {name: kind.item for name, kind in kinds.items()})

    def value(answers: Answers) -> float | None:
        first = {name: answers[over][0] for name, over in divisor.items.items() if answers.get(over)}
        try:
            found = Evaluation(rule_set, answers, on).of_part(alone, first)
        except Problem:
            return None
        return found if isinstance(found, int | float) and not isinstance(found, bool) else None

    return value


class _Search:
    """Looks for zeros of one divisor along the axes of the answers in it."""

    def __init__(self, value: Value, along: Sequence[Axis], spaces: Spaces, allowance: Allowance) -> None:
        self._value, self.axes, self.allowance = value, along, allowance
        given = {
            name: [each for each in values if each is not None] or values for name, values in spaces.values.items()
        }
        self.bases = [{name: values[index % len(values)] for name, values in given.items()} for index in range(BASES)]
        self.turns = False  # whether it was seen to come closer to zero and turn back

    def value(self, answers: Answers) -> float | None:
        """The divisor for these answers; rows count towards the work as well."""
        rows = sum(len(answer) for answer in answers.values() if isinstance(answer, list))
        spend(STEPS_OF_ROW * rows)
        self.allowance.left -= 1 + rows // ROWS_AS_A_VALUE
        return self._value(answers)

    def zeros(self) -> Iterator[Answers]:
        """Answers for which the divisor is zero."""
        for axis in self.axes:
            for base in self.bases:
                yield from self._on_curve(base, axis)
        if len(self.axes) > 1 and (self.turns or self._has_both_signs()):
            yield from self._of_two()

    def _on_curve(self, base: Answers, axis: Axis) -> Iterator[Answers]:
        """Zeros where only one answer is varied."""
        curve = Curve(lambda point: self.value(axis.at(base, point)))
        yield from (axis.at(base, point) for point in curve.zeros(axis.points))
        if axis.has_fraction:
            yield from (found for jump in curve.jumps if (found := self._between(base, axis, jump)) is not None)
        self.turns = self.turns or curve.turns

    def _between(self, base: Answers, axis: Axis, jump: tuple[int, int]) -> Answers | None:
        """Answers between two fractions at which the divisor has different signs; None where it is zero for none."""
        low, high = map(axis.answer, jump)
        below = self.value(axis.put(base, low)) or 0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            answers = axis.put(base, middle)
            found = None if middle in (low, high) else self.value(answers)
            if found is None or found == 0:
                return None if found is None else answers
            low, high = (middle, high) if found * below > 0 else (low, middle)
        return None

    def _has_both_signs(self) -> bool:
        """Whether the divisor is above and below zero where the answers are at their ends."""
        corners: list[Answers] = [self.bases[0]]
        for axis in self.axes[:MOST_AT_ENDS]:
            corners = [axis.at(base, end) for base in corners for end in (min(axis.points), max(axis.points))]
        values = [value for corner in corners if (value := self.value(corner)) is not None]
        return bool(values) and min(values) < 0 < max(values)

    def _of_two(self) -> Iterator[Answers]:
        """Zeros where two answers are varied: one takes each of its values, and the other one is solved for."""
        least = max(0, self.allowance.left - MOST_VALUES)
        for index in range(max(len(axis.points) for axis in self.axes)):
            for fixed, axis in permutations(self.axes, 2):
                if self.allowance.left <= least:
                    return
                if index < len(fixed.points):
                    base = fixed.at(self.bases[index % BASES], fixed.points[index])
                    yield from self._on_curve(base, with_few_points(axis, FEW))
