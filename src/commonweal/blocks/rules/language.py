"""What the sections parameters, facts, eligibility and tables hold: the models, and what they mean for a day."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from commonweal.kernel.definition import Strict
from commonweal.kernel.money import MINOR_DIGITS, Money
from commonweal.kernel.patterns import pattern
from commonweal.kernel.text import Text
from commonweal.kernel.values import (
    ANY,
    BOOLEAN,
    DATE,
    INTEGER,
    MONEY,
    NUMBER,
    TEXT,
    ListOf,
    Scalar,
    ValueType,
)

PlainValue = bool | int | Decimal | date | str
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

NAME = re.compile(r"[a-z][a-z0-9_]*")
# Words that CEL keeps for itself, and the names that every rule set has.
RESERVED = frozenset(
    {"true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import"}
    | {"let", "loop", "package", "namespace", "return", "var", "void", "while"}
    | {"parameters", "facts", "tables", "today"}
)


def _name(key: str) -> str:
    if not NAME.fullmatch(key) or key in RESERVED:
        raise ValueError(f"'{key}' cannot be a name; use small letters, digits and _, and start with a letter")
    return key


Name = Annotated[str, AfterValidator(_name)]
KEY = pattern(r"^[a-z][a-z0-9_-]*$", "small letters, digits, - and _, such as low-income")
Key = Annotated[str, Field(pattern=KEY, max_length=80)]
Source = Annotated[str, Field(min_length=1, max_length=4000)]


def _flat(values: Iterable[PlainValue | list[PlainValue]]) -> list[PlainValue]:
    flat: list[PlainValue] = []
    for value in values:
        flat += value if isinstance(value, list) else [value]
    return flat


class Parameter(Strict):
    """Policy as data: a value, or list of values, that changes on given days.

    A day (2026-09-01) is a date in expressions. `unit` is a currency (the values are then amounts in major units,
    such as 12.50) or any word for people; `review_by` is the day after which `check` warns that somebody should look
    whether it still holds."""

    unit: str | None = None
    values: dict[date, PlainValue | list[PlainValue]] = Field(min_length=1)
    title: Text = {}
    reference: str | None = None
    review_by: date | None = None

    @field_validator("values")
    @classmethod
    def _amounts_fit_the_currency(
        cls, values: dict[date, PlainValue | list[PlainValue]], info: ValidationInfo
    ) -> dict[date, PlainValue | list[PlainValue]]:
        unit = info.data.get("unit") or ""
        for value in _flat(values.values()) if unit in MINOR_DIGITS else ():
            if isinstance(value, bool) or not isinstance(value, int | Decimal):
                raise ValueError(f"{value!r} is not an amount of {unit}; write a number such as 12.50")
            Money.of(value, unit)
        return values

    def _all(self) -> Sequence[PlainValue]:
        return _flat(self.values.values())

    @cached_property
    def type(self) -> ValueType:
        """The kind of value: money if the unit is a currency, else what all the values have in common."""
        kinds = {_kind(value) for value in self._all()}
        if self.unit in MINOR_DIGITS:
            item = MONEY
        elif kinds == {INTEGER, NUMBER}:
            item = NUMBER
        else:
            item = kinds.pop() if len(kinds) == 1 else ANY
        return ListOf(item) if any(isinstance(value, list) for value in self.values.values()) else item

    def since(self, on: date) -> date | None:
        """The day from which the value that holds on `on` has held; None before the first."""
        return max((day for day in self.values if day <= on), default=None)

    def value(self, on: date) -> Any:
        """The value that holds on a day: money in minor units, else as written. KeyError before the first."""
        since = self.since(on)
        if since is None:
            raise KeyError(on)
        value = self.values[since]
        return [self._plain(item) for item in value] if isinstance(value, list) else self._plain(value)

    def _plain(self, value: PlainValue) -> Any:
        if DATE in (self.type, getattr(self.type, "item", None)):
            return _day(value)
        if self.unit in MINOR_DIGITS and isinstance(value, int | Decimal):
            return Money.of(value, self.unit).minor
        return float(value) if isinstance(value, Decimal) else value


def _kind(value: PlainValue) -> Scalar:
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, int):
        return INTEGER
    if isinstance(value, Decimal):
        return NUMBER
    return DATE if _day(value) is not None else TEXT


def _day(value: PlainValue) -> date | None:
    """The day that a value is; documents have no dates of their own, so days reach us as they are written."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not A_DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


class Fact(Strict):
    """A named derived value. A bare expression may be written instead of the mapping."""

    value: Source
    title: Text = {}
    reference: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_expression(cls, data: Any) -> Any:
        return {"value": data} if isinstance(data, str) else data


class Criterion(Strict):
    """One criterion of eligibility: it holds when `when` is true; `else` tells the resident why not."""

    key: Key
    when: Source
    otherwise: Text = Field(alias="else", min_length=1)
    reference: str | None = None
    label: Text = {}


OutputType = Literal["text", "integer", "number", "money", "date", "boolean"]


class Row(Strict):
    """A row of a decision table: cells by column, all of which must hold, and what then follows by output.

    A cell starts with an operator (`< 5`, `>= parameters.limit`, `in ['a', 'b']`) or is the value that the column
    must equal; a column without a cell holds always. An output is an expression."""

    when: dict[str, str | bool | int | float] = {}
    then: dict[str, str | bool | int | float]
    reference: str | None = None


class Table(Strict):
    """A decision table. `hit` says what several matching rows mean: an error (unique), the first one counts, or all
    outputs are collected into a list. `otherwise` gives the outputs where no row matches; without it the table has no
    value there, which `check` refuses where a rule reads it and answers can lead there."""

    hit: Literal["unique", "first", "collect"] = "unique"
    inputs: dict[Name, Source] = Field(min_length=1)
    outputs: dict[Name, OutputType] = Field(min_length=1)
    rows: list[Row] = Field(min_length=1, max_length=500)
    otherwise: dict[str, str | bool | int | float] | None = None
    title: Text = {}
    reference: str | None = None

    def type_of(self, output: str) -> ValueType:
        """The kind of value that `tables.NAME.output` has."""
        item = Scalar(self.outputs[output])
        return ListOf(item) if self.hit == "collect" else item


Parameters = dict[Name, Parameter]
Facts = dict[Name, Fact]
Tables = dict[Name, Table]
Eligibility = list[Criterion]
Sections = Mapping[str, Any]
