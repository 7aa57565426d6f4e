"""Looks for answers with which an expression has no value: a division by zero, a table without a row for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from math import prod
from random import Random
from typing import Any

from commonweal.blocks.rules.cel.compiled import Compiled
from commonweal.blocks.rules.cel.engine import Failure
from commonweal.blocks.rules.cel.tree import Call, Identifier, Select, free_names, walk
from commonweal.blocks.rules.dependencies import names_behind
from commonweal.blocks.rules.proof import domain
from commonweal.blocks.rules.proof.regions import Regions, Survey
from commonweal.blocks.rules.proof.roots import Allowance, near_zero
from commonweal.blocks.rules.proof.search import Spaces, kind_of, root_of, try_answers
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.kernel.definition import NoValue
from commonweal.kernel.steady_random import steady_dice
from commonweal.kernel.values import DATE, TIMESTAMP

TRIES = 120
TODAY = "today"
MOST_TROUBLED = 12  # regions of a table that are tried
MIXED = 5  # times that each is tried, with different other answers
# Functions without a value for some of what they take, each with the positions of the arguments that decide it.
PARTIAL: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(("_/_", "_%_", "rules_divide", "rules_money_divide", "rules_money_ratio"), (1,)),
    **dict.fromkeys(("rules_round_half_up", "rules_round_down", "rules_round_up"), (1,)),
    **dict.fromkeys(("rules_add_months", "rules_add_working_days"), (1,)),
    "rules_days": (0,),  # so many that a day and they lead beyond the calendar
    **dict.fromkeys(("rules_min_int", "rules_min_double", "rules_max_int", "rules_max_double"), (0,)),
    **dict.fromkeys(("rules_date", "rules_money", "timestamp", "duration", "int", "double"), (0,)),
    **dict.fromkeys(("rules_working_days", "rules_working_days_between", "_[_]"), (0, -1)),
}
# These have a value unless an item of their list is nothing.
SUMS = frozenset({"rules_sum_int", "rules_sum_double"})


@dataclass(frozen=True)
class Undefined:
    """Answers with which an expression has no value on a day, and why. None is for an answer that lacks."""

    answers: Mapping[str, Any]
    on: date
    because: str


class Finder:
    """Finds such answers in one rule set on one day; remembers which facts and tables always have a value."""

    def __init__(self, rule_set: RuleSet, on: date, limits: domain.Limits) -> None:
        self.rule_set, self.on, self.limits = rule_set, on, limits
        self._always: dict[str, bool] = {}
        self._regions: dict[str, Regions] = {}
        self._allowance = Allowance()

    def without_value(self, source: str, compiled: Compiled) -> Iterator[Undefined]:
        """Answers with which the expression has no value on the day or later; the caller decides whether anybody can
        give them. None are tried where all that it depends on always has a value."""
        names = self._deciding([compiled])
        return iter(()) if names is None else self._tried(source, compiled, names)

    def _tried(self, source: str, compiled: Compiled, names: set[str]) -> Iterator[Undefined]:
        spaces = Spaces(self.rule_set, compiled, [self.on], self.limits)
        for answers, day in self._tries(compiled, spaces, names):
            result = try_answers(self.rule_set, source, compiled, answers, day)
            if isinstance(result, NoValue):
                yield Undefined(answers, day, result.because)

    def _tries(self, compiled: Compiled, spaces: Spaces, names: set[str]) -> Iterator[tuple[Mapping[str, Any], date]]:
        """Answers with a day: first the day itself, then later ones at which a rule may change its mind."""
        yield from ((answers, self.on) for answers in self._from_tables(compiled, spaces.values))
        yield from ((answers, self.on) for answers in _combinations(spaces.values, names))
        yield from (
            (answers, self.on) for answers in near_zero(self.rule_set, compiled, spaces, self.on, self._allowance)
        )
        later = [day for day in dict.fromkeys([*spaces.days, *self._changes(compiled)]) if day > self.on]
        if later:
            for chosen in _combinations({**spaces.values, TODAY: later}, {*names, TODAY}):
                yield {name: value for name, value in chosen.items() if name != TODAY}, chosen[TODAY]

    def _changes(self, compiled: Compiled) -> Iterator[date]:
        """The days on which parameters behind the expression change."""
        for name in names_behind(self.rule_set, compiled.reads):
            if name.startswith("parameters."):
                yield from self.rule_set.parameters[name.removeprefix("parameters.")].values

    def _from_tables(self, compiled: Compiled, values: Mapping[str, Sequence[Any]]) -> Iterator[Mapping[str, Any]]:
        """Answers for which a table behind the expression has no row, or several, with some for all other names."""
        dice = steady_dice()
        behind = (
            name.split(".")[1] for name in names_behind(self.rule_set, compiled.reads) if name.startswith("tables.")
        )
        for key in dict.fromkeys(behind):
            for answers in self._troubled_in(key):
                roots = {root_of(name) for name in answers}
                others = {name: each for name, each in values.items() if each and root_of(name) not in roots}
                for _ in range(MIXED if others else 1):
                    yield {**{name: dice.choice(each) for name, each in others.items()}, **answers}

    def _troubled_in(self, key: str) -> Iterator[Mapping[str, Any]]:
        table = self.rule_set.tables[key]
        if table.may_fail:
            yield from islice(self.regions(key).troubled(table), MOST_TROUBLED)

    def _always_matches(self, key: str) -> bool:
        """Whether it is certain that a table has one row for all answers."""
        regions = self.regions(key)
        return regions.exact and not any(regions.troubled(self.rule_set.tables[key]))

    def regions(self, key: str) -> Regions:
        """Which rows of a table match together."""
        if key not in self._regions:
            self._regions[key] = Survey(self.rule_set, self.rule_set.tables[key], self.on, self.limits).regions()
        return self._regions[key]

    def _deciding(self, parts: Iterable[Compiled]) -> set[str] | None:
        """The names on which it depends whether these expressions have values; None where they always have."""
        names: set[str] = set()
        partial = False
        for part in parts:
            for node in walk(part.tree):
                if isinstance(node, Call) and node.function in SUMS and self._items_may_lack(part, node):
                    partial = True
                    names |= set(part.reads)
                if isinstance(node, Call) and node.function in PARTIAL and not self._reads_day(part, node):
                    read = {name for place in PARTIAL[node.function] for name in free_names(node.args[place])}
                    partial = partial or bool(read) or _fails(part, node)
                    # An item of a list has its name only inside; what decides is among all that is read.
                    names |= read if read <= set(part.reads) else set(part.reads)
            for name in part.reads:
                if not self._has_value(name):
                    partial = True
                    names.add(name)
        return {*names_behind(self.rule_set, sorted(names))} if partial else None

    def _reads_day(self, part: Compiled, call: Call) -> bool:
        """Whether a call is how an answer that is a day is read, or today: no text without a day is among these."""
        read = call.args[0]
        if call.function != "timestamp" or not isinstance(read, Identifier):
            return False
        return kind_of(self.rule_set, part, read.name) in {DATE, TIMESTAMP}

    def _items_may_lack(self, part: Compiled, call: Call) -> bool:
        """Whether a list is read whose rows need not have an answer that the call asks for."""
        fields = {node.field for node in walk(call) if isinstance(node, Select)}
        rows = (f"{name}.{field}" for name in part.reads for field in fields)
        return any(name in self.limits and self.limits[name].may_lack for name in rows)

    def _has_value(self, name: str) -> bool:
        """Whether a parameter, fact or table has a value on the day whatever is answered, as far as tries show it."""
        first, _, key = name.partition(".")
        if first == "parameters":
            return self.rule_set.parameters[key].since(self.on) is not None
        if first not in {"facts", "tables"}:
            return True
        if name not in self._always:
            facts = first == "facts"
            names = self._deciding([self.rule_set.compiled_fact(key)]) if facts else self._deciding_of_table(key)
            found = iter(()) if names is None else self._tried(name, self.rule_set.compiled(name), names)
            self._always[name] = next(found, None) is None
        return self._always[name]

    def _deciding_of_table(self, output: str) -> set[str] | None:
        """The same for `NAME.output` of a table, of which any row may decide."""
        key = output.partition(".")[0]
        table = self.rule_set.tables[key]
        names = self._deciding(map(self.rule_set.compiled, table.sources()))
        if not table.may_fail or self._always_matches(key):
            return names
        read = {name for column in table.table.inputs.values() for name in self.rule_set.compiled(column).reads}
        return {*(names or ()), *names_behind(self.rule_set, sorted(read))}


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
    dice = steady_dice()
    ahead = [name for name in values if name in first]
    spaces = [values[name] for name in ahead]
    few = prod(map(len, spaces)) <= TRIES
    rounds = 1 if len(ahead) == len(values) else max(1, TRIES // max(1, prod(map(len, spaces))))
    for _ in range(min(rounds, TRIES)):
        for chosen in product(*spaces) if few else _mixtures(spaces, dice):
            others = {name: dice.choice(space) for name, space in values.items() if name not in first}
            yield {**dict(zip(ahead, chosen, strict=True)), **others}


def _mixtures(spaces: Sequence[Sequence[Any]], dice: Random) -> Iterator[Sequence[Any]]:
    """Each name through all its values first, then any with any."""
    longest = max(map(len, spaces))
    yield from ([space[index % len(space)] for space in spaces] for index in range(longest))
    yield from ([dice.choice(space) for space in spaces] for _ in range(TRIES - longest))
