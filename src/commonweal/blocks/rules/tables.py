"""Decision tables: rows of cells over columns, each cell a piece of CEL, with three hit policies."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from commonweal.blocks.rules.cel.checking.names import did_you_mean, near
from commonweal.blocks.rules.language import Row, Table
from commonweal.blocks.rules.problems import RuleFailed
from commonweal.kernel.definition import Evaluate, Finding, Path, Unknown, joined
from commonweal.kernel.values import BOOLEAN, MONEY, Scalar, ValueType

STARTS_WITH_OPERATOR = re.compile(r"\s*(<=|>=|<|>|==|!=|in\b)")
ALWAYS = {"", "-"}
Cell = str | bool | int | float


class TableRules:
    """A table with its cells as whole expressions."""

    def __init__(self, key: str, table: Table) -> None:
        self.key = key
        self.table = table
        self.conditions = [_conditions(table, row) for row in table.rows]
        self.outputs = [_outputs(table, row.then) for row in table.rows]
        self.otherwise = None if table.otherwise is None else _outputs(table, table.otherwise)

    @property
    def may_match_none(self) -> bool:
        """Whether there is no value where no row matches."""
        return self.otherwise is None and self.table.hit != "collect"

    @property
    def may_fail(self) -> bool:
        """Whether there is no value where no row matches, or several do."""
        return self.may_match_none or self.table.hit == "unique"

    def sources(self) -> Iterator[str]:
        """Every expression that may run: columns first, then cells and outputs."""
        yield from self.table.inputs.values()
        for conditions, outputs in zip(self.conditions, self.outputs, strict=True):
            yield from conditions.values()
            yield from outputs.values()
        yield from (self.otherwise or {}).values()

    def row_condition(self, index: int) -> str:
        """All cells of a row as one condition, for the proof."""
        return " && ".join(f"({cell})" for cell in self.conditions[index].values()) or "true"

    def places(self) -> Iterator[tuple[tuple[str | int, ...], str, ValueType, int]]:
        """For the proof: where an expression is in the table, the expression, the kind that it must give, and how many
        characters come before what the author wrote."""
        for column, source in self.table.inputs.items():
            yield ("inputs", column), source, Scalar("any"), 0
        for index, row in enumerate(self.table.rows):
            for column, source in self.conditions[index].items():
                before = source.rfind(str(row.when[column]).strip())
                yield ("rows", index, "when", column), source, BOOLEAN, max(0, before)
            for output, source in self.outputs[index].items():
                yield ("rows", index, "then", output), source, Scalar(self.table.outputs[output]), 0
        for output, source in (self.otherwise or {}).items():
            yield ("otherwise", output), source, Scalar(self.table.outputs[output]), 0

    def faults(self) -> Iterator[Finding]:
        """Cells of columns and outputs that the table does not have, and rows that lack an output."""
        outputs: list[tuple[Path, Mapping[str, Cell]]] = [
            (("rows", index, "then"), row.then) for index, row in enumerate(self.table.rows)
        ]
        if self.table.otherwise is not None:
            outputs.append((("otherwise",), self.table.otherwise))
        for index, row in enumerate(self.table.rows):
            for column in set(row.when) - set(self.table.inputs):
                yield _misnamed("column", column, ("rows", index, "when", column), self.table.inputs)
        for path, then in outputs:
            for output in set(then) - set(self.table.outputs):
                yield _misnamed("output", output, (*path, output), self.table.outputs)
            # A misspelt output has its finding already.
            for output in set(self.table.outputs) - set(then) if set(then) <= set(self.table.outputs) else ():
                yield Finding("missing-output", f"The output '{output}' has no value here.", "Give one.", path)

    def value(self, output: str, evaluate: Evaluate) -> Any:
        """The output that the answers lead to. Raises RuleFailed where no row matches and there is no `otherwise`, and
        where several do that may not."""
        match self.table.hit:
            case "first":
                return self._first(output, evaluate)
            case "unique":
                return self._unique(output, evaluate)
            case _:
                return self._collect(output, evaluate)

    def _first(self, output: str, evaluate: Evaluate) -> Any:
        for index in range(len(self.conditions)):
            matches = self._matches(index, evaluate)
            if isinstance(matches, Unknown):
                return matches
            if matches:
                return evaluate(self.outputs[index][output])
        return self._none(output, evaluate)

    def _unique(self, output: str, evaluate: Evaluate) -> Any:
        results = [self._matches(index, evaluate) for index in range(len(self.conditions))]
        hits = [index for index, result in enumerate(results) if result is True]
        if len(hits) > 1:
            rows = ", ".join(str(index + 1) for index in hits)
            raise RuleFailed(
                f"In the table '{self.key}' several rows match: {rows}.",
                remedy="Make the rows exclude each other, or use `hit: first`.",
            )
        if hits:
            return evaluate(self.outputs[hits[0]][output])
        unknown = _unknown(results)
        return self._none(output, evaluate) if unknown is None else unknown

    def _collect(self, output: str, evaluate: Evaluate) -> Any:
        results = [self._matches(index, evaluate) for index in range(len(self.conditions))]
        unknown = _unknown(results)
        if unknown is not None:
            return unknown
        values = [evaluate(self.outputs[index][output]) for index, result in enumerate(results) if result is True]
        unknown = _unknown(values)
        return [value for value in values if value is not None] if unknown is None else unknown

    def _none(self, output: str, evaluate: Evaluate) -> Any:
        if self.otherwise is None:
            raise RuleFailed(
                f"In the table '{self.key}' no row matches.",
                remedy="Add a row, or say `otherwise`.",
            )
        return evaluate(self.otherwise[output])

    def _matches(self, index: int, evaluate: Evaluate) -> Any:
        unknown = []
        for cell in self.conditions[index].values():
            result = evaluate(cell)
            if result is False:
                return False
            if isinstance(result, Unknown):
                unknown.append(result)
        return joined(unknown) if unknown else True


def _misnamed(word: str, name: str, path: Path, known: Mapping[str, object]) -> Finding:
    remedy = did_you_mean(near(name, known)) or f"Use one of {', '.join(known)}."
    return Finding("unknown-name", f"The table has no {word} called '{name}'.", remedy, path)


def _unknown(values: list[Any]) -> Unknown | None:
    unknown = [value for value in values if isinstance(value, Unknown)]
    return joined(unknown) if unknown else None


def _conditions(table: Table, row: Row) -> Mapping[str, str]:
    cells = {}
    for column, cell in row.when.items():
        text = _literal(cell)
        if column in table.inputs and text.strip() not in ALWAYS:
            head = f"({table.inputs[column]})"
            cells[column] = f"{head} {text}" if STARTS_WITH_OPERATOR.match(text) else f"{head} == ({text})"
    return cells


def _outputs(table: Table, then: Mapping[str, Cell]) -> Mapping[str, str]:
    outputs = {}
    for name, cell in then.items():
        plain_number = not isinstance(cell, str | bool)
        money = table.outputs.get(name) == MONEY.name and plain_number
        if name in table.outputs:
            outputs[name] = f"money({_literal(cell)})" if money else _literal(cell)
    return outputs


def _literal(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell if isinstance(cell, str) else repr(cell)
