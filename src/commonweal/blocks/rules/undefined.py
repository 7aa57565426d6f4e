"""Looks for answers with which an expression has no value: a division by zero, a table without a row for them."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from commonweal.blocks.rules import domain
from commonweal.blocks.rules.cel.compiled import Compiled
from commonweal.blocks.rules.cel.engine import Failure
from commonweal.blocks.rules.cel.tree import Call, free_names, walk
from commonweal.blocks.rules.eligibility import names_behind
from commonweal.blocks.rules.search import Spaces, try_answers
from commonweal.kernel.definition import NoValue

if TYPE_CHECKING:
    from commonweal.blocks.rules.world import World

TRIES = 120
# Functions without a value for some of what they take, each with the positions of the arguments that decide it.
PARTIAL: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(("_/_", "_%_", "rules_divide", "rules_money_divide", "rules_money_ratio"), (1,)),
    **dict.fromkeys(("rules_round_half_up", "rules_round_down", "rules_round_up"), (1,)),
    **dict.fromkeys(("rules_add_months", "rules_add_working_days"), (1,)),
    **dict.fromkeys(("rules_min_int", "rules_min_double", "rules_max_int", "rules_max_double"), (0,)),
    **dict.fromkeys(("rules_date", "rules_money", "timestamp", "duration", "int", "double"), (0,)),
    **dict.fromkeys(("rules_working_days", "rules_working_days_between", "_[_]"), (0, -1)),
}


@dataclass(frozen=True)
class Undefined:
    """Answers with which an expression has no value on a day, and why."""

    answers: Mapping[str, Any]
    on: date
    because: str


def without_value(
    world: "World", source: str, compiled: Compiled, on: date, limits: domain.Limits
) -> Iterator[Undefined]:
    """Answers with which the expression has no value on the day or later; the caller decides whether anybody can give
    them. None are tried where all that it rests on always has a value."""
    names = _partial(world, compiled, on)
    if names is None:
        return
    spaces = Spaces(world, compiled, [on], limits)
    days = [day for day in spaces.days if day >= on]
    for answers in _combinations(spaces.values, names):
        for day in days:
            result = try_answers(world, source, compiled, answers, day)
            if isinstance(result, NoValue):
                yield Undefined(answers, day, result.because)


def _partial(world: "World", compiled: Compiled, on: date) -> set[str] | None:
    """The names on which it depends whether the expression has a value; None where it always has one."""
    names: set[str] = set()
    partial = False
    for each in domain.all_behind(world, compiled):
        for node in walk(each.tree):
            if not isinstance(node, Call) or node.function not in PARTIAL:
                continue
            read = {name for place in PARTIAL[node.function] for name in free_names(node.args[place])}
            if read:
                partial = True
                names |= read if read <= set(each.reads) else set(each.reads)  # those behind the name of an item
            elif _fails(each, node):
                partial = True
    for name in names_behind(world, compiled.reads):
        first, _, key = name.partition(".")
        if first == "parameters" and world.parameters[key].since(on) is None:
            partial = True
        elif first == "tables" and world.tables[table := key.partition(".")[0]].may_match_none:
            partial = True
            names |= {read for part in world.tables[table].table.inputs.values() for read in world.compiled(part).reads}
    return {*names_behind(world, sorted(names))} if partial else None


def _fails(compiled: Compiled, call: Call) -> bool:
    """Whether constants keep a call from having a value, or may do so: a day that is none, a division by 0."""
    if not [*free_names(call)]:
        return isinstance(compiled.part(call).run({}), Failure)
    constants = [compiled.part(call.args[place]).run({}) for place in PARTIAL[call.function]]
    return any(isinstance(each, Failure) or each == 0 for each in constants)


def _combinations(values: Mapping[str, Sequence[Any]], first: set[str]) -> Iterator[Mapping[str, Any]]:
    """Answers to try: those in `first` with each other as far as they go, the others as the dice fall."""
    if not all(values.values()):
        return
    dice = random.Random(1)  # noqa: S311 - picks examples, keeps no secret; the seed makes the proof the same every time
    ahead = [name for name in values if name in first]
    spaces = [values[name] for name in ahead]
    few = prod(map(len, spaces)) <= TRIES
    rounds = 1 if len(ahead) == len(values) else max(1, TRIES // max(1, prod(map(len, spaces))))
    for _ in range(min(rounds, TRIES)):
        for chosen in product(*spaces) if few else _mixtures(spaces, dice):
            others = {name: dice.choice(space) for name, space in values.items() if name not in first}
            yield {**dict(zip(ahead, chosen, strict=True)), **others}


def _mixtures(spaces: Sequence[Sequence[Any]], dice: random.Random) -> Iterator[Sequence[Any]]:
    """Each name through all its values first, then any with any."""
    longest = max(map(len, spaces))
    yield from ([space[index % len(space)] for space in spaces] for index in range(longest))
    yield from ([dice.choice(space) for space in spaces] for _ in range(TRIES - longest))
