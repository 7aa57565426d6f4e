"""Looks for answers that make a condition true and answers that make it false; finding neither can be a proof."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
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


def search(world: "World", source: str, compiled: Compiled, on: Sequence[date], *, only_true: bool = False) -> Found:
    """Tries answers, on each of the days, until both results were seen (or, if `only_true`, that one)."""
    names = list(dict.fromkeys(names_behind(world, compiled.reads)))
    trees = list(domain.trees_behind(world, compiled))
    parameters = [_parameter(world, name, on[-1]) for name in names if name.startswith("parameters.")]
    seen = domain.mentioned(trees, parameters, on[-1])
    days = [*on, *domain.candidates("today", DATE, seen, (), world)] if "today" in names else on
    spaces = {
        name: domain.candidates(name, _kind(world, compiled, name), seen, _options(world, compiled, name), world)
        for name in names
        if name.partition(".")[0] not in NOT_ANSWERED
    }
    exhaustive = prod(len(space) for space in spaces.values()) * len(days) <= TRIES
    found: dict[bool, Mapping[str, Any]] = {}
    for values in _combinations(list(spaces.values()), exhaustive):
        answers = dict(zip(spaces, values, strict=True))
        for day in days:
            result = _try(world, source, compiled, answers, day)
            if isinstance(result, bool):
                found.setdefault(result, answers)
        if True in found and (only_true or False in found):
            break
    return Found(
        found.get(True), found.get(False), exhaustive and domain.is_decidable(trees), domain.is_searchable(trees)
    )


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
    if exhaustive:
        yield from product(*spaces)
        return
    # Each name through all its values first, then mixtures; the seed makes the proof the same every time.
    for index in range(max(len(space) for space in spaces)):
        yield [space[index % len(space)] for space in spaces]
    dice = random.Random(1)  # noqa: S311 - picks examples, keeps no secret
    for _ in range(TRIES):
        yield [dice.choice(space) for space in spaces]


def _try(world: "World", source: str, compiled: Compiled, answers: Mapping[str, Any], on: date) -> Any:
    scope = {name: value for name, value in answers.items() if compiled.scope.find(name.split("."))}
    evaluation = world.evaluate(answers, on=on)
    try:
        return evaluation(source, scope) if compiled.scope.known else evaluation(source)
    except Problem:
        return None
