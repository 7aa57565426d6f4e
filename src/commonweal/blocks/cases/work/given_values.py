"""Reads what staff give in a transition, by the kind that the definition asks for."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from commonweal.blocks.cases.lookup import as_uuid
from commonweal.blocks.cases.work.texts import storable
from commonweal.kernel.problems import filled

LONGEST = 5000


def read_given(kind: str, value: object) -> object:
    """A JSON value of the kind: text, long_text, date (ISO 8601), yes_no, number, file (id of an upload).

    Raises ValueError with what the person should do, made by `filled`."""
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError(filled("Give this before you go on."))
    return READERS[kind](value)


def _text(value: object) -> str:
    if not isinstance(value, str) or not storable(value):
        raise ValueError(filled("Give this as text."))
    if len(value) > LONGEST:
        raise ValueError(filled("Write %(most)s characters or fewer.", most=LONGEST))
    return value.strip()


def _date(value: object) -> str:
    try:
        return date.fromisoformat(_text(value)).isoformat()
    except ValueError as error:
        raise ValueError(filled("Give a date as year-month-day, such as 2026-05-02.")) from error


def _yes_no(value: object) -> bool:
    known = {True: True, False: False, "yes": True, "no": False, "true": True, "false": False}
    key = value.strip().lower() if isinstance(value, str) else value
    if not isinstance(key, bool | str) or key not in known:
        raise ValueError(filled("Answer yes or no."))
    return known[key]


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(filled("Give a number."))
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise ValueError(filled("Give a number.")) from error
    if not number.is_finite() or abs(number) > 10**12:
        raise ValueError(filled("Give a number that is not so large."))
    return int(number) if number == number.to_integral_value() else float(number)


def _file(value: object) -> str:
    identity = as_uuid(_text(value.get("upload") if isinstance(value, dict) else value))
    if identity is None:
        raise ValueError(filled("Give the id of a file that was uploaded."))
    return str(identity)


READERS: dict[str, Callable[[object], object]] = {
    "text": _text,
    "long_text": _text,
    "date": _date,
    "yes_no": _yes_no,
    "number": _number,
    "file": _file,
}
