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
from commonweal.kernel.values import ValueType

if TYPE_CHECKING:
    from commonweal.blocks.rules.world import World

TRIES = 600


@dataclass(frozen=True)
class Found:
    """Answers for which the condition is true, and for which it is false; None where none were found. `proved`:
    all that matter were tried, so that none exist."""

    true: Mapping[str, Any] | None
    false: Mapping[str, Any] | None
    proved: bool


def search(world: "World", source: str, compiled: Compiled, on: Sequence[date], *, only_true: bool = False) -> Found:
    """Tries answers, on each of the days, until both results were seen (or, if `only_true`, that one)."""
    trees = list(domain.trees_behind(world, source, compiled.tree)) if not compiled.scope.known else [compiled.tree]
    spaces = _spaces(world, source, compiled, trees, on[-1])
    names = list(spaces)
    exhaustive = prod(len(space) for space in spaces.values()) <= TRIES
    found: dict[bool, Mapping[str, Any]] = {}
    for values in _combinations(list(spaces.values()), exhaustive):
        answers = dict(zip(names, values, strict=True))
        for day in on:
            result = _try(world, source, compiled, answers, day)
            if isinstance(result, bool):
                found.setdefault(result, answers)
        if True in found and (only_true or False in found):
            break
    return Found(found.get(True), found.get(False), exhaustive and domain.is_decidable(trees))


def _spaces(world: "World", source: str, compiled: Compiled, trees: Sequence[Any], today: date) -> dict[str, list[Any]]:
    names = list(dict.fromkeys([*compiled.reads, *([] if compiled.scope.known else names_behind(world, source))]))
    parameters = [_parameter(world, name, today) for name in names if name.startswith("parameters.")]
    seen = domain.mentioned(trees, parameters, today)
    spaces = {}
    for name in names:
        if name.partition(".")[0] in ("parameters", "facts", "tables") or name == "today":
            continue
        spaces[name] = domain.candidates(name, _kind(world, compiled, name), seen, world.choices.get(name, ()), world)
    return spaces


def _parameter(world: "World", name: str, on: date) -> Any:
    parameter = world.parameters[name.removeprefix("parameters.")]
    return parameter.value(on) if parameter.since(on) else None


def _kind(world: "World", compiled: Compiled, name: str) -> ValueType:
    scoped = compiled.scope.find(name.split("."))
    return world.kind(name) if scoped is None else scoped.kind


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
