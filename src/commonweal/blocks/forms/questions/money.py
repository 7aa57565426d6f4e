"""An amount of money."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar, Literal

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.numerals import check_range, numeral, range_findings
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question
from commonweal.blocks.forms.questions.integer import LARGEST
from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.money import Money, minor_digits
from commonweal.kernel.values import MONEY, ValueType
from commonweal.kernel.written.numbers import ExactNumber

NO_MONEY = msgid("Enter an amount of money, for example 12.50")
SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}


class MoneyQuestion(Question):
    """The answer is an integer of minor units (pence). A definition writes `min`, `max` and the answers in its examples
    in major units (pounds)."""

    type: Literal["money"]
    currency: str = "GBP"
    min: ExactNumber | None = Decimal(0)
    max: ExactNumber | None = None

    notation: ClassVar[str] = "an amount such as 12.50, without a sign and without commas"

    def value_type(self) -> ValueType:
        return MONEY

    def read(self, typed: Typed, context: AnswerContext) -> object:
        text = typed.one().replace(SIGNS.get(self.currency, self.currency), "").replace(self.currency, "")
        text = numeral(text.strip(), NO_MONEY, fraction=minor_digits(self.currency))
        if not text:
            return MISSING
        try:
            return Money.of(text, self.currency).minor
        except (ValueError, ArithmeticError):
            raise Wrong(NO_MONEY) from None

    def accept(self, value: object, context: AnswerContext) -> object:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Wrong(msgid("Give this amount as a whole number of pence (minor units)"))
        if abs(value) > LARGEST:
            raise Wrong(msgid("Enter a smaller number"))
        check_range(Money(value, self.currency).major, self.min, self.max, self._sum)
        return value

    def from_example(self, written: object) -> object:
        if isinstance(written, bool) or not isinstance(written, int | float):
            raise Wrong(NO_MONEY)
        try:
            return Money.of(str(written), self.currency).minor
        except (ValueError, ArithmeticError):
            raise Wrong(NO_MONEY) from None

    def write(self, answer: int) -> Mapping[str, list[str]]:
        return {"": [f"{Money(answer, self.currency).major:f}"]}

    def show(self, answer: int, language: str) -> list[str]:
        del language
        return [self._sum(Money(answer, self.currency).major)]

    def _sum(self, major: Decimal) -> str:
        digits = minor_digits(self.currency)
        sign = SIGNS.get(self.currency, f"{self.currency} ")
        return f"{'-' if major < 0 else ''}{sign}{abs(major):,.{digits}f}"

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        sign = SIGNS.get(self.currency, self.currency)
        return self.frame(typed, context, errors, value=typed.one(), currency_sign=sign, width=10)

    def ends(self) -> tuple[int | None, int | None]:
        digits = minor_digits(self.currency)
        least, most = (end if end is None else int(end.scaleb(digits)) for end in (self.min, self.max))
        return least, most

    def findings(self, path: Path) -> Iterable[Finding]:
        yield from range_findings(self.key, self.min, self.max, path, minor_digits(self.currency))
