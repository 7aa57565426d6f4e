"""What trying answers shows of rules: which are never or always true, have no value, or match together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from commonweal.blocks.rules.cel.compiled import Compiled, compile_typed
from commonweal.blocks.rules.dependencies import names_behind, node_of
from commonweal.blocks.rules.proof.domain import Limits
from commonweal.blocks.rules.proof.search import Examples, Found, kind_of, root_of, search
from commonweal.blocks.rules.proof.undefined import Finder
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.blocks.rules.tables import TableRules
from commonweal.kernel.answers import as_written
from commonweal.kernel.definition import Expression, Finding, Path
from commonweal.kernel.values import BOOLEAN

Confirm = Callable[[Expression, Mapping[str, Any], date], bool]
"""Whether somebody can give such answers on a day, and come with them to the place of the expression."""
LONG_AGO = date(2000, 1, 1)
NOT_TELLING = Found(None, None, proved=False, telling=False)
PAIRS_OF_ROWS = 12  # tables up to this length are searched for rows that match together
MOST_REFUSED = 30  # answers without a value that nobody can give, until no more are looked for


def any_answers(expression: Expression, answers: Mapping[str, Any], on: date) -> bool:
    """Whether answers can be given, where nothing is known about the questions."""
    del expression, answers, on
    return True


@dataclass(frozen=True)
class Setting:
    """What the proof knows beside the rules: see `Rules.check`."""

    today: date | None
    limits: Limits
    confirm: Confirm
    examples: Examples


@dataclass(frozen=True)
class Rule:
    """An expression at its place, compiled. `name` is that of the fact, table or criterion it belongs to."""

    expression: Expression
    compiled: Compiled
    name: str = ""


@dataclass
class CompiledRules:
    """The rules of a definition that could be compiled. `broken` are facts and tables that have a mistake, and `faulty`
    the paths of the mistakes that were found without answers."""

    all: list[Rule] = field(default_factory=list)
    criteria: list[Rule] = field(default_factory=list)
    conditions: list[Rule] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    faulty: list[Path] = field(default_factory=list)

    @property
    def read(self) -> set[str]:
        """The facts, tables and parameters that some rule reads."""
        return {node_of(name) for rule in self.all for name in rule.compiled.reads}


def found_by_answers(rule_set: RuleSet, setting: Setting, rules: CompiledRules) -> Iterator[Finding]:
    """See `Rules.check`. No cycle may be among the rules."""
    proof = _Proof(rule_set, setting, rules)
    for key, table in rule_set.tables.items():
        yield from proof.search_table(key, table)
    for rule in rules.criteria:
        yield from proof.judge(rule, f"The criterion '{rule.name}'", "can never hold", "always holds")
    for rule in rules.conditions:
        yield from proof.judge(rule, f"The condition '{rule.expression.source}'", "is never true", "is always true")
    read = rules.read
    for rule in rules.all:
        # A fact or a table matters where something reads it, which may ask a condition first.
        if not rule.name.startswith("tables.") and rule.name not in read:
            yield from proof.without_value(rule)


class _Proof:
    def __init__(self, rule_set: RuleSet, setting: Setting, rules: CompiledRules) -> None:
        self.rule_set, self.setting, self.rules = rule_set, setting, rules
        starts = {day for parameter in rule_set.parameters.values() for day in parameter.values}
        last = max(starts, default=LONG_AGO)
        today = setting.today or last
        self.days = sorted({last, today})
        self.undefined = Finder(rule_set, today, setting.limits)

    def judge(self, rule: Rule, what: str, never: str, always: str) -> Iterator[Finding]:
        """A condition that is never true, or always."""
        found = self._found(rule)
        if not found.telling or (found.true is None and found.false is None):
            return  # it cannot be evaluated with made-up answers; the examples have to show it
        path = rule.expression.path
        if found.true is None:
            how = "." if found.proved else ": no answers were found for which it is true."
            yield Finding(
                "never-true",
                f"{what} {never}{how}",
                "Correct it, or remove it.",
                path,
                "error" if found.proved else "warning",
            )
        elif found.false is None:
            how = "." if found.proved else ": no answers were found for which it is false."
            yield Finding("always-true", f"{what} {always}{how}", "Remove it if it is not needed.", path, "warning")

    def without_value(self, rule: Rule) -> Iterator[Finding]:
        """A rule that has no value for answers that somebody can give."""
        if self._depends_on_broken(rule.compiled):
            return
        expression = rule.expression
        for found in islice(self.undefined.without_value(expression.source, rule.compiled), MOST_REFUSED):
            if self.setting.confirm(expression, found.answers, found.on):
                when = self._in_words(rule.compiled, found.answers)
                yield Finding(
                    "may-have-no-value",
                    f"This has no value{f' when {when}' if when else ''}. {found.because}",
                    "Ask a condition first (`n != 0 && 100 / n > 1`), limit what can be answered, or complete the "
                    "table or the parameter.",
                    expression.path,
                )
                return

    def search_table(self, key: str, table: TableRules) -> Iterator[Finding]:
        """Rows that never match or never count, and rows that match together where only one may."""
        rows = dict(self._rows(key, table))
        for index, rule in rows.items():
            found = self._found(rule, only_true=True)
            if table.conditions[index] and found.telling and found.true is None and not self._is_faulty(rule):
                message = f"Row {index + 1} never matches."
                yield Finding("never-true", message, "Correct it, or remove it.", rule.expression.path, "warning")
        is_broken = f"tables.{key}" in self.rules.broken or any(
            self._depends_on_broken(r.compiled) for r in rows.values()
        )
        if table.table.hit == "first" and not is_broken:
            for index in self.undefined.regions(key).never_first():
                message = f"Row {index + 1} never counts: wherever it matches, a row before it does."
                remedy = "Put it before the others, or take it out."
                yield Finding("never-counts", message, remedy, ("tables", key, "rows", index), "warning")
        if table.table.hit == "unique" and len(rows) <= PAIRS_OF_ROWS:
            for other in rows:
                earlier = (finding for one in range(other) if one in rows for finding in self._overlap(key, one, other))
                yield from islice(earlier, 1)  # a row that overlaps with several is reported once

    def _is_faulty(self, rule: Rule) -> bool:
        """Whether one of the rule's own cells has a mistake, which explains the rest."""
        path = rule.expression.path
        return any(faulty[: len(path)] == path for faulty in self.rules.faulty)

    def _rows(self, key: str, table: TableRules) -> Iterator[tuple[int, Rule]]:
        for index in range(len(table.conditions)):
            rule = self._quietly(table.row_condition(index), ("tables", key, "rows", index))
            if rule is not None:
                yield index, rule

    def _overlap(self, key: str, one: int, other: int) -> Iterator[Finding]:
        """A mistake where answers are found for which both rows match."""
        path, table = ("tables", key, "rows", other), self.rule_set.tables[key]
        both = self._quietly(f"({table.row_condition(one)}) && ({table.row_condition(other)})", path)
        found = None if both is None else self._found(both, only_true=True).true
        if both is not None and found is not None:
            when = self._in_words(both.compiled, found)
            self.rules.broken.add(f"tables.{key}")
            yield Finding(
                "overlap",
                f"Rows {one + 1} and {other + 1} both match, for example when {when}.",
                "Make them exclude each other, or use `hit: first`.",
                path,
            )

    def _quietly(self, source: str, path: Path) -> Rule | None:
        """A row as a rule; None where one of its cells is wrong, which is reported at the cell."""
        compiled, _ = compile_typed(source, self.rule_set.names, BOOLEAN)
        return None if compiled is None else Rule(Expression(path, source), compiled)

    def _found(self, rule: Rule, *, only_true: bool = False) -> Found:
        if self._depends_on_broken(rule.compiled):
            return NOT_TELLING
        limits, examples = self.setting.limits, self.setting.examples
        return search(
            self.rule_set,
            rule.expression.source,
            rule.compiled,
            self.days,
            only_true=only_true,
            limits=limits,
            examples=examples,
        )

    def _depends_on_broken(self, compiled: Compiled) -> bool:
        return any(node_of(name) in self.rules.broken for name in names_behind(self.rule_set, compiled.reads))

    def _in_words(self, compiled: Compiled, answers: Mapping[str, Any]) -> str:
        lacking = list(dict.fromkeys(root_of(name) for name, value in answers.items() if value is None))
        given = {name: value for name, value in answers.items() if root_of(name) not in lacking}
        kinds = {name: kind_of(self.rule_set, compiled, name) for name in given}
        words = [f"{name} is {as_written(value, kinds[name])}" for name, value in given.items()]
        return ", ".join([*words, *(f"{name} is not answered" for name in lacking)])
