"""The world of one version of a definition: its names with their kinds, its rules compiled once, its proof."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from commonweal.blocks.rules import coverage, dependencies, domain
from commonweal.blocks.rules import eligibility as eligibility_rules
from commonweal.blocks.rules.assessment import Assessment
from commonweal.blocks.rules.cel.compiled import Compiled, compile_typed
from commonweal.blocks.rules.cel.names import Names
from commonweal.blocks.rules.domain import Limits
from commonweal.blocks.rules.evaluation import Evaluation
from commonweal.blocks.rules.language import Criterion, Fact, Parameter, Table
from commonweal.blocks.rules.problems import RuleFailed, RuleRefused
from commonweal.blocks.rules.proof import prove
from commonweal.blocks.rules.proof_by_answers import Confirm, Setting
from commonweal.blocks.rules.search import Examples, Spaces, true_answers
from commonweal.blocks.rules.tables import TableRules
from commonweal.kernel.definition import Evaluate, Expression, Finding
from commonweal.kernel.money import MINOR_DIGITS
from commonweal.kernel.values import ANY, BOOLEAN, DATE, NUMBER, TEXT, ListOf, Record, ValueType
from commonweal.kernel.worktime import Calendar

# Expressions come from the definition; the limit is for doors that let people try their own.
KEPT = 5_000


class World:
    """Made by `api.environment`. Safe to share between threads and to keep for as long as the version lives."""

    def __init__(
        self,
        *,
        names: Mapping[str, ValueType],
        parameters: Mapping[str, Parameter],
        facts: Mapping[str, Fact],
        eligibility: Sequence[Criterion],
        tables: Mapping[str, Table],
        choices: Mapping[str, Sequence[str]],
        learned: Sequence[Expression],
        currencies: Mapping[str, str],
        calendar: Calendar,
        derive: Mapping[str, Callable[[Mapping[str, Any]], Any]],
    ) -> None:
        self.answers = dict(names)
        self.parameters, self.facts, self.eligibility = parameters, facts, eligibility
        self.calendar, self.derive, self.choices = calendar, derive, choices
        units = {f"parameters.{key}": parameter.unit for key, parameter in parameters.items()}
        self.currencies = {**currencies, **{name: unit for name, unit in units.items() if unit in MINOR_DIGITS}}
        known: dict[str, ValueType] = {**names, "today": DATE}
        known.update((f"parameters.{key}", parameter.type) for key, parameter in parameters.items())
        for key, table in tables.items():
            known.update((f"tables.{key}.{output}", table.type_of(output)) for output in table.outputs)
        self.names = Names(known, self._fact_kind, tuple(f"facts.{key}" for key in facts), choices)
        self.tables = {key: TableRules(key, table) for key, table in tables.items()}
        self._scopes: dict[str, list[Mapping[str, ValueType]]] = {}
        self._compiled: dict[tuple[str, tuple[str, ...] | None], Compiled] = {}
        self._facts: dict[str, Compiled | None] = {}
        self._typing: list[str] = []
        self._expressions = tuple(learned)
        self.learn(learned)

    @cached_property
    def reads(self) -> frozenset[str]:
        """Every name that a rule of the definition reads, of whichever section; a rule that is not valid reads none."""
        written: list[tuple[str, Mapping[str, Any] | None]] = [
            *((rule.source, rule.scope or None) for rule in self._expressions),
            *((criterion.when, None) for criterion in self.eligibility),
            *((f"facts.{key}", None) for key in self.facts),
        ]
        found: set[str] = set()
        for source, scope in written:
            with suppress(RuleRefused):
                found.update(dependencies.names_behind(self, self.compiled(source, scope).reads))
        return frozenset(found)

    # What others ask for

    def check(
        self,
        expressions: Sequence[Expression] = (),
        *,
        today: date | None = None,
        try_answers: bool = True,
        limits: Limits = MappingProxyType({}),
        confirm: Confirm | None = None,
        examples: Examples = (),
    ) -> list[Finding]:
        """The static proof over the rules sections and these expressions, errors first.

        Errors: unknown names and functions, wrong kinds, misspelt options, cycles among facts, criteria that can
        never hold, conditions that are never true, tables whose rows cannot be read, rules that have no value for some
        answers. Warnings: criteria that always hold, conditions that are always true, facts and parameters that nothing
        reads, parameters past `review_by` on `today` (not checked without a day). `try_answers=False` leaves out the
        search for answers, which is the slow part (some milliseconds for a rule).

        `limits` say what answers can be, by name. `confirm` says whether somebody can give answers with which an
        expression has no value (None for one that lacks), and come with them to where it is asked. `examples` are
        further answers to try, each with its evaluator."""
        self.learn(expressions)
        setting = Setting(today, limits, confirm or any_answers, examples)
        return prove(self, expressions, setting, try_answers=try_answers)

    def evaluate(self, answers: Mapping[str, Any], *, on: date, absent: Container[str] = frozenset()) -> Evaluation:
        """An evaluator over these answers on a day; conforms to kernel Evaluate.

        `answers` are values by question key, nested (`{"address": {"area": …}}`) or dotted (`{"person.age": 70}`);
        a question that is not in it is missing, unless its name is in `absent`: then it does not apply (its page is
        not shown, or it was left blank though it was optional). `absent` may be any container, also a lazy one."""
        return Evaluation(self, answers, on, absent)

    def assess(
        self,
        answers: Mapping[str, Any],
        *,
        on: date,
        absent: Container[str] = frozenset(),
    ) -> Assessment:
        """The eligibility criteria for these answers on a day, each with its explanation. Eligible where there are
        no criteria. The same version, answers and day give the same assessment at any later time."""
        return eligibility_rules.assess(self, self.evaluate(answers, on=on, absent=absent))

    def true_with(
        self,
        source: str,
        on: date,
        limits: Limits,
        scope: Mapping[str, Any] | None = None,
        known: Mapping[str, Sequence[Any]] = MappingProxyType({}),
    ) -> Iterator[Mapping[str, Any]]:
        """Answers within limits, by dotted name, for which a condition is true on a day, as far as tries find them. An
        answer that lacks is None. `scope` has the names that only its place has, and `known` the values that some of
        them can have there."""
        return true_answers(self, source, self.compiled(source, scope), on, limits, known)

    def is_searchable(self, source: str, scope: Mapping[str, Any] | None = None) -> bool:
        """Whether it says something that no answers are found for which a condition is true."""
        parts = dependencies.expressions_behind(self, self.compiled(source, scope))
        return domain.is_searchable(part.tree for part in parts)

    def is_decidable(self, source: str, on: date, scope: Mapping[str, Any] | None = None) -> bool:
        """Whether it proves that there are none, for a condition with few names."""
        spaces = Spaces(self, self.compiled(source, scope), [on], {})
        return not spaces.sampled and domain.is_decidable(spaces.trees, spaces.free)

    def worth_trying(
        self, source: str, on: date, limits: Limits, scope: Mapping[str, Any] | None = None
    ) -> Mapping[str, Sequence[Any]]:
        """Values by name, within limits, that the expression, with what it rests on, may tell apart on a day. `scope`
        has the names that only its place has."""
        return Spaces(self, self.compiled(source, scope), [on], limits).values

    def names_behind(self, source: str, scope: Mapping[str, Any] | None = None) -> list[str]:
        """Every name that the expression reads, also through facts and tables. `scope` has the names that only its
        place has."""
        return list(dependencies.names_behind(self, self.compiled(source, scope).reads))

    def converts_amounts(self, source: str, scope: Mapping[str, Any] | None = None) -> bool:
        """Whether the expression, or what it rests on, makes a number an amount in the currency of the place, or an
        amount a number."""
        parts = dependencies.expressions_behind(self, self.compiled(source, scope))
        return any(dependencies.converts_amounts(part.tree) for part in parts)

    def currencies_behind(self, source: str, scope: Mapping[str, Any] | None = None, about: str = "") -> dict[str, str]:
        """The currencies of the amounts that the expression reads, also through facts and tables, each with a name.
        `about` is the answer that its place calls `value`."""
        found: dict[str, str] = {}
        for read in self.names_behind(source, scope):
            name = about if read == "value" and about else read
            own = [each for each in self.currencies if scope and name in scope and each.endswith(f".{name}")]
            amounts = own or [each for each in self.currencies if each == name or each.startswith(f"{name}.")]
            found.update((self.currencies[each], name) for each in amounts)
        return found

    def compared(self, expression: Expression) -> Iterator[tuple[str, str]]:
        """The names in a valid expression that are compared with a text that is written out, each with that text."""
        return dependencies.compared(self.compiled(expression.source, expression.scope or None).tree)

    def written(self, expressions: Iterable[Expression], *, cells: bool = False) -> Iterator[Expression]:
        """The facts, criteria, and columns and outputs of tables with their places, then these expressions. `cells` are
        the conditions of rows, each with its column."""
        for key, fact in self.facts.items():
            yield Expression(("facts", key), fact.value, ANY)
        for index, criterion in enumerate(self.eligibility):
            yield Expression(("eligibility", index, "when"), criterion.when)
        for key, table in self.tables.items():
            for place, source, wanted, _ in table.places():
                if cells or "when" not in place:
                    yield Expression(("tables", key, *place), source, wanted)
        yield from expressions

    def untested(self, expressions: Iterable[Expression], runs: Sequence[Evaluate]) -> list[Finding]:
        """Warnings for criteria and conditions which the examples never make true, or never make false.

        `runs` are the evaluators of the embedded examples."""
        return coverage.untested(self, list(expressions), runs)

    # What the other modules of the block ask for

    def learn(self, expressions: Iterable[Expression]) -> None:
        """Remembers which names only the place of an expression has."""
        for expression in expressions:
            if expression.scope:
                learned = self._scopes.setdefault(expression.source, [])
                if expression.scope not in learned:
                    learned.append(dict(expression.scope))

    def kind(self, name: str) -> ValueType:
        """The kind of a dotted name; ANY inside records that are open."""
        found = self.names.find(name.split("."))
        return ANY if found is None or found.rest else found.kind

    def scope_of(self, source: str, scope: Mapping[str, Any]) -> Mapping[str, ValueType]:
        """The kinds of the names that only one place has: as its section declared them, else of the repeat group
        that has such fields, else as the values look."""
        learned = self._scopes.get(source, ())
        if learned:  # the same words may be in several places, and a row need not have all its answers
            return next((each for each in learned if set(scope) <= set(each)), learned[0])
        groups = [
            kind.item.fields
            for kind in self.answers.values()
            if isinstance(kind, ListOf) and isinstance(kind.item, Record) and set(scope) <= set(kind.item.fields)
        ]
        if len(groups) == 1 and scope:
            return groups[0]
        fields = {name: kind for group in groups for name, kind in group.items() if name not in self.names.known}
        return {**fields, **{name: inferred(value) for name, value in scope.items()}}

    def compiled(self, source: str, scope: Mapping[str, Any] | None = None) -> Compiled:
        """The compiled expression; RuleRefused with the first complaint where it is not valid."""
        key = (source, None if scope is None else tuple(sorted(scope)))
        found = self._compiled.get(key)
        if found is None:
            kinds = None if scope is None else self.scope_of(source, scope)
            compiled, complaints = compile_typed(source, self.names, scope=kinds)
            if compiled is None:
                first = complaints[0]
                raise RuleRefused(f"{first.message} (at character {first.column + 1})", remedy=first.remedy)
            if len(self._compiled) >= KEPT:
                self._compiled.clear()
            found = self._compiled.setdefault(key, compiled)
        return found

    def compiled_fact(self, key: str) -> Compiled:
        """A fact's expression; RuleRefused where it is not valid."""
        self._fact_kind(f"facts.{key}")
        compiled = self._facts.get(key)
        return self.compiled(self.facts[key].value) if compiled is None else compiled

    def _fact_kind(self, name: str) -> ValueType | None:
        first, _, key = name.partition(".")
        if first != "facts" or key not in self.facts:
            return None
        if key not in self._facts:
            if key in self._typing:  # a cycle; the proof names it
                return ANY
            self._typing.append(key)
            try:
                self._facts[key], _ = compile_typed(self.facts[key].value, self.names)
            finally:
                self._typing.pop()
        compiled = self._facts[key]
        return ANY if compiled is None else compiled.kind

    def parameter(self, key: str, on: date) -> Any:
        """The value of a parameter on a day; RuleFailed before its first."""
        try:
            return self.parameters[key].value(on)
        except KeyError:
            first = min(self.parameters[key].values)
            raise RuleFailed(
                f"The parameter '{key}' has no value on {on.isoformat()}; its first is of {first.isoformat()}.",
                remedy="Add a value for that day to the parameters.",
            ) from None

    def table_value(self, name: str, evaluation: Evaluation) -> Any:
        """The value of `NAME.output` of a decision table."""
        key, _, output = name.partition(".")
        return self.tables[key].value(output, evaluation)


def any_answers(expression: Expression, answers: Mapping[str, Any], on: date) -> bool:
    """Whether answers can be given, where nothing is known about the questions."""
    del expression, answers, on
    return True


def inferred(value: Any) -> ValueType:
    """The kind that a value has as it looks; a whole number may be money, so it is left open."""
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, float):
        return NUMBER
    if isinstance(value, str):
        return TEXT
    if isinstance(value, Mapping):
        return Record({str(key): inferred(item) for key, item in value.items()}, open=True)
    return DATE if isinstance(value, date) else ANY
