"""A whole number."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.numerals import check_range, numeral, range_findings
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question
from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.values import INTEGER, ValueType
from commonweal.kernel.written.numbers import WholeNumber

NO_INTEGER = msgid("Enter a whole number, for example 3")
LARGEST = 2**53  # beyond this, JSON readers that use doubles would change the number


class IntegerQuestion(Question):
    """`unit` is shown after the box ("people")."""

    type: Literal["integer"]
    min: WholeNumber | None = None
    max: WholeNumber | None = None
    unit: str = ""

    notation: ClassVar[str] = "a whole number such as 3"

    def value_type(self) -> ValueType:
        return INTEGER

    def read(self, typed: Typed, context: AnswerContext) -> object:
        text = numeral(typed.one(), NO_INTEGER)
        if not text:
            return MISSING
        try:
            return int(text)
        except ValueError:
            raise Wrong(NO_INTEGER) from None

    def accept(self, value: object, context: AnswerContext) -> object:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise Wrong(NO_INTEGER)
        if abs(value) > LARGEST:
            raise Wrong(msgid("Enter a smaller number"))
        check_range(value, self.min, self.max, str)
        return value

    def show(self, answer: object, language: str) -> list[str]:
        del language
        return [f"{answer} {self.unit}".strip()]

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        return self.frame(typed, context, errors, "number", value=typed.one(), unit=self.unit, decimals=0)

    def ends(self) -> tuple[int | None, int | None]:
        return self.min, self.max

    def findings(self, path: Path) -> Iterable[Finding]:
        yield from range_findings(self.key, self.min, self.max, path)
