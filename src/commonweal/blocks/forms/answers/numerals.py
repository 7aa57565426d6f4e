"""Numbers as people write them, and the limits that they may have."""

from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, Decimal
from typing import TypeVar

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.plurals import number_of
from commonweal.kernel.written import Unfit
from commonweal.kernel.written.numerals import NO_NUMBER, tidy_numeral

Number = TypeVar("Number", float, Decimal)


def numeral(text: str, refused: str = "", *, fraction: int | None = None) -> str:
    """`tidy_numeral` for a question; `refused` is its own message for other input. Raises Wrong."""
    try:
        return tidy_numeral(text, fraction=fraction)
    except Unfit as unfit:
        raise Wrong(refused if refused and unfit.message == NO_NUMBER else unfit.message) from None


def check_range(value: Number, least: Number | None, most: Number | None, written: Callable[[Number], str]) -> None:
    """Refuse a value outside the limits; `written` puts a limit into words. Raises Wrong."""
    if least is not None and value < least:
        raise Wrong(msgid("Enter {min} or more"), min=written(least))
    if most is not None and value > most:
        raise Wrong(msgid("Enter {max} or less"), max=written(most))


def range_findings(
    key: str, least: Number | None, most: Number | None, path: Path, decimals: int | None = None
) -> Iterable[Finding]:
    """A question that no answer can satisfy, with at most so many decimal places."""
    if least is not None and most is not None and least > most:
        yield Finding(
            "form-limits",
            f"No answer to '{key}' can be at least {least} and at most {most}.",
            "Make min smaller than max.",
            path,
        )
    elif decimals is not None and decimals < 0:
        yield Finding("form-limits", "A number cannot have fewer than 0 decimals.", "Write 0 or more.", path)
    elif decimals is not None and least is not None and most is not None:
        step = Decimal(1).scaleb(-decimals)
        first = (Decimal(str(least)) / step).to_integral_value(ROUND_CEILING) * step
        if first > Decimal(str(most)):
            message = f"No answer to '{key}' with {number_of(decimals, 'decimal')} is between {least} and {most}."
            yield Finding("form-limits", message, "Move the limits apart, or allow more decimals.", path)
