"""A number, with a fraction if need be."""
# ruff: noqa: ARG002 - the base class defines the parameters

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import ClassVar, Literal

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.numerals import check_range, numeral, range_findings
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question
from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.values import NUMBER, ValueType
from commonweal.kernel.written.numbers import AnyNumber, WholeNumber


class NumberQuestion(Question):
    """`unit` is shown after the box ("kg"); `decimals` is how many digits may follow the point."""

    type: Literal["number"]
    min: AnyNumber | None = None
    max: AnyNumber | None = None
    decimals: WholeNumber | None = None
    unit: str = ""

    notation: ClassVar[str] = "a number such as 2.5"

    def value_type(self) -> ValueType:
        return NUMBER

    def read(self, typed: Typed, context: AnswerContext) -> object:
        text = numeral(typed.one())
        if not text:
            return MISSING
        try:
            return float(text)
        except ValueError:
            raise Wrong(msgid("Enter a number, for example 12.5")) from None

    def accept(self, value: object, context: AnswerContext) -> object:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise Wrong(msgid("Enter a number, for example 12.5"))
        if abs(value) > 1e15:
            raise Wrong(msgid("Enter a smaller number"))
        number = float(value)
        if self.decimals is not None and _decimals(number) > self.decimals:
            raise Wrong(msgid("Enter a number with at most {decimals} decimal places"), decimals=self.decimals)
        check_range(number, self.min, self.max, _written)
        return number

    def write(self, answer: float) -> Mapping[str, list[str]]:
        return {"": [_written(answer)]}

    def show(self, answer: float, language: str) -> list[str]:
        del language
        return [f"{_written(answer)} {self.unit}".strip()]

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        decimals = 2 if self.decimals is None else self.decimals
        return self.frame(typed, context, errors, value=typed.one(), unit=self.unit, decimals=decimals, width=10)

    def ends(self) -> tuple[float | None, float | None]:
        return self.min, self.max

    def findings(self, path: Path) -> Iterable[Finding]:
        yield from range_findings(self.key, self.min, self.max, path, self.decimals)


def _written(number: float) -> str:
    return f"{Decimal(repr(float(number))):f}".removesuffix(".0")


def _decimals(number: float) -> int:
    try:
        exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    except InvalidOperation:
        return 0
    return max(0, -exponent) if isinstance(exponent, int) else 0
