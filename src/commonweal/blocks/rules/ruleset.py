"""The rules of one version of a definition as data: names with their kinds, rates, facts, criteria and tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from commonweal.blocks.rules.cel.checking.names import Names
from commonweal.blocks.rules.cel.compiled import Compiled, compile_typed
from commonweal.blocks.rules.language import Criterion, Fact, Parameter, Table
from commonweal.blocks.rules.problems import RuleFailed, RuleRefused
from commonweal.blocks.rules.tables import TableRules
from commonweal.kernel.definition import Expression
from commonweal.kernel.money import MINOR_DIGITS
from commonweal.kernel.values import ANY, BOOLEAN, DATE, NUMBER, TEXT, ListOf, Record, ValueType
from commonweal.kernel.worktime import Calendar

# Expressions come from the definition; the limit is for doors that let people try their own.
MOST_COMPILED = 5_000


class RuleSet:
    """Compiles each expression when it is first asked for and evaluates none. Safe to share between threads.

    answer_kinds  the kinds of what the other sections add, by name
    names         all names that an expression may read, with their kinds
    parameters, facts, eligibility, tables
                  the content of the sections of these names
    choices       the options of choice questions, by name
    currencies    the currencies of amounts, by name
    calendar      the working days of the place
    derive        what works out the values that another block computes, by name
    expressions   the expressions of all sections
    """

    def __init__(
        self,
        *,
        names: Mapping[str, ValueType],
        parameters: Mapping[str, Parameter],
        facts: Mapping[str, Fact],
        eligibility: Sequence[Criterion],
        tables: Mapping[str, Table],
        choices: Mapping[str, Sequence[str]],
        expressions: Sequence[Expression],
        currencies: Mapping[str, str],
        calendar: Calendar,
        derive: Mapping[str, Callable[[Mapping[str, Any]], Any]],
    ) -> None:
        self.answer_kinds = dict(names)
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
        self.expressions = tuple(expressions)
        self.learn(expressions)

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
            for kind in self.answer_kinds.values()
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
            if len(self._compiled) >= MOST_COMPILED:
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
