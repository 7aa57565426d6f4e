"""The static proof of a definition's rules: everything that can be said about them before anybody answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from commonweal.blocks.rules import undefined
from commonweal.blocks.rules.cel.compiled import Compiled, compile_typed
from commonweal.blocks.rules.domain import Limits
from commonweal.blocks.rules.eligibility import names_behind
from commonweal.blocks.rules.graph import circles
from commonweal.blocks.rules.problems import RuleRefused
from commonweal.blocks.rules.search import Examples, Found, root_of, search
from commonweal.blocks.rules.tables import TableRules
from commonweal.kernel.answers import as_written
from commonweal.kernel.definition import Expression, Finding, Path
from commonweal.kernel.values import ANY, BOOLEAN

if TYPE_CHECKING:
    from commonweal.blocks.rules.world import CanBe, World

LONG_AGO = date(2000, 1, 1)
NOT_TELLING = Found(None, None, proved=False, telling=False)
PAIRS_OF_ROWS = 12  # tables up to this length are searched for rows that match together


MOST_REFUSED = 30  # answers without a value that nobody can give, until no more are looked for


@dataclass(frozen=True)
class Setting:
    """What the proof knows beside the rules: see `World.check`."""

    today: date | None
    limits: Limits
    can_be: "CanBe"
    examples: Examples


@dataclass(frozen=True)
class Rule:
    """An expression at its place, compiled. `name` is that of the fact, table or criterion it belongs to."""

    expression: Expression
    compiled: Compiled
    name: str = ""


def prove(world: "World", expressions: Sequence[Expression], setting: Setting, *, try_answers: bool) -> list[Finding]:
    """See `World.check`."""
    prover = _Prover(world, setting)
    prover.compile_all(expressions)
    prover.tell_circles()
    prover.tell_unused()
    prover.tell_stale()
    if try_answers and not prover.circular:
        prover.search_all()
    return sorted(prover.findings, key=lambda finding: finding.severity)


class _Prover:
    def __init__(self, world: "World", setting: Setting) -> None:
        self.world = world
        self.setting = setting
        self.today = today = setting.today
        self.findings: list[Finding] = []
        self.rules: list[Rule] = []
        self.criteria: list[Rule] = []
        self.conditions: list[Rule] = []
        self.broken: set[str] = set()  # facts and tables that were told already
        self.circular = False
        starts = {day for parameter in world.parameters.values() for day in parameter.values}
        last = max(starts, default=LONG_AGO)
        self.days = sorted({last, today or last})
        self.undefined = undefined.Search(world, today or last, setting.limits)

    def tell(self, code: str, message: str, remedy: str, path: Path, *, error: bool = False) -> None:
        self.findings.append(Finding(code, message, remedy, path, "error" if error else "warning"))

    # Compiling

    def compile_all(self, expressions: Iterable[Expression]) -> None:
        world = self.world
        for key, fact in world.facts.items():
            self._compile(Expression(("facts", key), fact.value, ANY), f"facts.{key}")
        for index, criterion in enumerate(world.eligibility):
            rule = self._compile(Expression(("eligibility", index, "when"), criterion.when), criterion.key)
            self.criteria += [] if rule is None else [rule]
        for key, table in world.tables.items():
            self._compile_table(key, table)
        for expression in expressions:
            rule = self._compile(expression)
            if rule is not None and expression.returns == BOOLEAN:
                self.conditions.append(rule)

    def _compile(self, expression: Expression, name: str = "", before: int = 0) -> Rule | None:
        """`before` counts the characters that the table put in front of what the author wrote."""
        compiled, complaints = compile_typed(
            expression.source, self.world.names, expression.returns, expression.scope or None, expression.about
        )
        for complaint in complaints:
            self.findings.append(
                Finding(
                    code=complaint.code,
                    message=complaint.message,
                    remedy=complaint.remedy,
                    path=expression.path,
                    column=max(0, complaint.column - before),
                )
            )
        if compiled is None or complaints:
            self.broken |= {name} if name.startswith(("facts.", "tables.")) else set()
            return None
        rule = Rule(expression, compiled, name)
        self.rules.append(rule)
        return rule

    def _compile_table(self, key: str, table: TableRules) -> None:
        wrong = set()
        for place, source, wanted, before in table.places():
            if place[:1] == ("rows",) and place[2] == "when" and str(place[3]) in wrong:
                continue  # the column itself is wrong; one finding is enough
            rule = self._compile(Expression(("tables", key, *place), source, wanted), f"tables.{key}", before)
            if rule is None and place[0] == "inputs":
                wrong.add(str(place[1]))
        for finding in table.misnamed():
            self.findings.append(replace(finding, path=("tables", key, *finding.path)))
            # What a row lacks cannot be worked out where the table is used.
            self.broken.add(f"tables.{key}")

    # What follows from the graph

    def tell_circles(self) -> None:
        edges: dict[str, set[str]] = {}
        for rule in self.rules:
            if rule.name.startswith(("facts.", "tables.")):
                edges.setdefault(rule.name, set()).update(map(_node, rule.compiled.reads))
        for circle in circles(edges):
            self.circular = True
            first = circle[0].split(".")
            self.tell(
                "circle",
                f"These depend on each other in a circle: {' → '.join([*circle, circle[0]])}.",
                "Take one of them out of the others.",
                (first[0], first[1]),
                error=True,
            )

    def tell_unused(self) -> None:
        read = {_node(name) for rule in self.rules for name in rule.compiled.reads}
        broken = any(finding.severity == "error" for finding in self.findings)
        if broken:  # what cannot be read may be what uses them
            return
        for section, word, keys in (
            ("facts", "fact", self.world.facts),
            ("parameters", "parameter", self.world.parameters),
            ("tables", "table", self.world.tables),
        ):
            for key in keys:
                if f"{section}.{key}" not in read:
                    self.tell("unused", f"Nothing uses the {word} '{key}'.", "Use it, or remove it.", (section, key))

    def tell_stale(self) -> None:
        for key, parameter in self.world.parameters.items():
            if self.today and parameter.review_by and parameter.review_by < self.today:
                self.tell(
                    "stale-parameter",
                    f"The parameter '{key}' was to be reviewed by {parameter.review_by.isoformat()}.",
                    "Look whether its value still holds, add a new one if not, and set a new review_by.",
                    ("parameters", key, "review_by"),
                )

    # What a search finds

    def search_all(self) -> None:
        for key, table in self.world.tables.items():
            self._search_table(key, table)
        for rule in self.criteria:
            self._judge(
                rule, f"The criterion '{rule.name}' can never hold", f"The criterion '{rule.name}' always holds"
            )
        for rule in self.conditions:
            source = rule.expression.source
            self._judge(rule, f"The condition '{source}' is never true", f"The condition '{source}' is always true")
        read = {_node(name) for rule in self.rules for name in rule.compiled.reads}
        for rule in self.rules:
            # A fact or a table matters where something reads it, which may ask a condition first.
            if not rule.name.startswith("tables.") and rule.name not in read:
                self._search_undefined(rule)

    def _search_undefined(self, rule: Rule) -> None:
        if self._rests_on_broken(rule.compiled):
            return
        expression = rule.expression
        for found in islice(self.undefined.without_value(expression.source, rule.compiled), MOST_REFUSED):
            if self.setting.can_be(expression, found.answers, found.on):
                when = self._in_words(rule, found.answers)
                self.tell(
                    "may-have-no-value",
                    f"This has no value{f' when {when}' if when else ''}. {found.because}",
                    "Ask a condition first (`n != 0 && 100 / n > 1`), limit what can be answered, or complete the "
                    "table or the parameter.",
                    expression.path,
                    error=True,
                )
                return

    def _in_words(self, rule: Rule, answers: Mapping[str, Any]) -> str:
        lacking = list(dict.fromkeys(root_of(name) for name, value in answers.items() if value is None))
        given = {name: value for name, value in answers.items() if root_of(name) not in lacking}
        words = [f"{name} is {self._written(rule, name, value)}" for name, value in given.items()]
        return ", ".join([*words, *(f"{name} is not answered" for name in lacking)])

    def _written(self, rule: Rule, name: str, value: Any) -> str:
        scoped = rule.compiled.scope.find(name.split("."))
        return as_written(value, self.world.kind(name) if scoped is None else scoped.kind)

    def _found(self, rule: Rule, *, only_true: bool = False) -> Found:
        if self._rests_on_broken(rule.compiled):
            return NOT_TELLING
        limits, examples = self.setting.limits, self.setting.examples
        return search(
            self.world,
            rule.expression.source,
            rule.compiled,
            self.days,
            only_true=only_true,
            limits=limits,
            examples=examples,
        )

    def _rests_on_broken(self, compiled: Compiled) -> bool:
        try:
            return any(_node(name) in self.broken for name in names_behind(self.world, compiled.reads))
        except RuleRefused:  # a fact behind it cannot be read
            return True

    def _judge(self, rule: Rule, never: str, always: str) -> None:
        found = self._found(rule)
        if not found.telling or (found.true is None and found.false is None):
            return  # it cannot be evaluated with made-up answers; the examples have to show it
        path = rule.expression.path
        if found.true is None:
            how = "." if found.proved else ": no answers were found for which it is true."
            self.tell("never-true", never + how, "Correct it, or remove it.", path, error=found.proved)
        elif found.false is None:
            how = "." if found.proved else ": no answers were found for which it is false."
            self.tell("always-true", always + how, "Remove it if it is not needed.", path)

    def _search_table(self, key: str, table: TableRules) -> None:
        rows = list(self._rows(key, table))
        for index, rule in rows:
            found = self._found(rule, only_true=True)
            if table.conditions[index] and found.telling and found.true is None and not self._is_faulty(rule):
                self.tell("never-true", f"Row {index + 1} never matches.", "Correct it, or remove it.",
                          ("tables", key, "rows", index))  # fmt: skip
        if table.table.hit == "unique" and len(rows) <= PAIRS_OF_ROWS:
            for position, (other, _) in enumerate(rows):
                # One row that overlaps with several needs to be told once.
                any(self._overlap(key, table, one, other) for one, _ in rows[:position])

    def _is_faulty(self, rule: Rule) -> bool:
        """Whether something is told of the rule's own cells, which explains the rest."""
        path = rule.expression.path
        return any(finding.path[: len(path)] == path and finding.severity == "error" for finding in self.findings)

    def _rows(self, key: str, table: TableRules) -> Iterator[tuple[int, Rule]]:
        for index in range(len(table.conditions)):
            rule = self._quietly(table.row_condition(index), ("tables", key, "rows", index))
            if rule is not None:
                yield index, rule

    def _quietly(self, source: str, path: Path) -> Rule | None:
        compiled, _ = compile_typed(source, self.world.names, BOOLEAN)
        return None if compiled is None else Rule(Expression(path, source), compiled)

    def _overlap(self, key: str, table: TableRules, one: int, other: int) -> bool:
        """Whether answers were found for which both rows match."""
        path = ("tables", key, "rows", other)
        both = self._quietly(f"({table.row_condition(one)}) && ({table.row_condition(other)})", path)
        found = None if both is None else self._found(both, only_true=True).true
        if both is None or found is None:
            return False
        when = self._in_words(both, found)
        self.broken.add(f"tables.{key}")
        self.tell(
            "overlap",
            f"Rows {one + 1} and {other + 1} both match, for example when {when}.",
            "Make them exclude each other, or use `hit: first`.",
            path,
            error=True,
        )
        return True


def _node(name: str) -> str:
    return ".".join(name.split(".")[:2])
