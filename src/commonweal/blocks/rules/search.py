"""Looks for answers that make a condition true and answers that make it false; finding neither can be a proof."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from commonweal.blocks.rules import domain
from commonweal.blocks.rules.cel.compiled import Compiled
from commonweal.blocks.rules.eligibility import names_behind
from commonweal.kernel.problems import Problem
from commonweal.kernel.values import DATE, ValueType

if TYPE_CHECKING:
    from commonweal.blocks.rules.world import World

TRIES = 600
NOT_ANSWERED = frozenset({"parameters", "facts", "tables", "today"})


@dataclass(frozen=True)
class Found:
    """Answers for which the condition is true, and for which it is false; None where none were found. `proved`:
    all that matter were tried, so that none exist. `telling`: the tries were such that finding none says something."""

    true: Mapping[str, Any] | None
    false: Mapping[str, Any] | None
    proved: bool
    telling: bool


class Spaces:
    """What is worth trying for an expression: by name the values, and the days.

    `limits` are those of answers; names that only the place of the expression has are tried without."""

    def __init__(self, world: "World", compiled: Compiled, on: Sequence[date], limits: domain.Limits) -> None:
        names = list(dict.fromkeys(names_behind(world, compiled.reads)))
        self.trees = [each.tree for each in domain.all_behind(world, compiled)]
        parameters = [_parameter(world, name, on[-1]) for name in names if name.startswith("parameters.")]
        seen = domain.mentioned(self.trees, parameters, on[-1])
        self.days = [*on, *domain.candidates("today", DATE, seen, (), world)] if "today" in names else list(on)
        self.values = {
            name: domain.candidates(
                name,
                _kind(world, compiled, name),
                seen,
                _options(world, compiled, name),
                world,
                {} if compiled.scope.find(name.split(".")) else limits,
            )
            for name in names
            if name.partition(".")[0] not in NOT_ANSWERED
        }

    @property
    def few(self) -> bool:
        """Whether everything can be tried with everything."""
        whole = all(len(values) < domain.MOST for values in self.values.values())  # none was cut off
        return whole and prod(map(len, self.values.values())) * len(self.days) <= TRIES


def search(
    world: "World",
    source: str,
    compiled: Compiled,
    on: Sequence[date],
    *,
    only_true: bool = False,
    limits: domain.Limits = MappingProxyType({}),
) -> Found:
    """Tries answers, on each of the days, until both results were seen (or, if `only_true`, that one)."""
    spaces = Spaces(world, compiled, on, limits)
    found: dict[bool, Mapping[str, Any]] = {}
    for values in _combinations(list(spaces.values.values()), spaces.few):
        answers = dict(zip(spaces.values, values, strict=True))
        for day in spaces.days:
            result = try_answers(world, source, compiled, answers, day)
            if isinstance(result, bool):
                found.setdefault(result, answers)
        if True in found and (only_true or False in found):
            break
    proved = spaces.few and domain.is_decidable(spaces.trees)
    return Found(found.get(True), found.get(False), proved, domain.is_searchable(spaces.trees))


def _parameter(world: "World", name: str, on: date) -> Any:
    parameter = world.parameters[name.removeprefix("parameters.")]
    return parameter.value(on) if parameter.since(on) else None


def _kind(world: "World", compiled: Compiled, name: str) -> ValueType:
    scoped = compiled.scope.find(name.split("."))
    return world.kind(name) if scoped is None else scoped.kind


def _options(world: "World", compiled: Compiled, name: str) -> Sequence[str]:
    scoped = compiled.scope.find(name.split("."))
    return (world.choices if scoped is None else compiled.scope.choices).get(name, ())


def _combinations(spaces: list[list[Any]], exhaustive: bool) -> Iterator[Sequence[Any]]:
    if exhaustive or not all(spaces):
        yield from product(*spaces)
        return
    # Each name through all its values first, then mixtures; the seed makes the proof the same every time.
    for index in range(max(len(space) for space in spaces)):
        yield [space[index % len(space)] for space in spaces]
    dice = random.Random(1)  # noqa: S311 - picks examples, keeps no secret
    for _ in range(TRIES):
        yield [dice.choice(space) for space in spaces]


def try_answers(world: "World", source: str, compiled: Compiled, answers: Mapping[str, Any], on: date) -> Any:
    """The value of the expression for answers on a day, those to names of its place among them; None where it is
    refused."""
    scope = {name: value for name, value in answers.items() if compiled.scope.find(name.split("."))}
    evaluation = world.evaluate(answers, on=on)
    try:
        return evaluation(source, scope) if compiled.scope.known else evaluation(source)
    except Problem:
        return None
