"""Carries values between Python and the CEL library, by the kinds that the definition declares for them."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from commonweal.blocks.rules.cel.bounds import INTEGER_LIMIT
from commonweal.blocks.rules.cel.checking.kinds import words
from commonweal.blocks.rules.problems import RuleRefused
from commonweal.kernel.money import Money
from commonweal.kernel.values import DATE, ListOf, Record, ValueType


class Unfit(ValueError):
    """The value is not of the kind."""


def inward(value: Any, kind: ValueType, name: str) -> Any:
    """The value as the library takes it. RuleRefused, naming the answer, when it is not of that kind."""
    try:
        return _inward(value, kind)
    except Unfit:
        what = f"is not {words(kind)}"
        raise RuleRefused(
            f"The answer to '{name}' {what}.", remedy="Correct the answer.", fields={name: f"This {what}."}
        ) from None


def _inward(value: Any, kind: ValueType) -> Any:
    if value is None:
        return None
    if isinstance(kind, ListOf):
        if not isinstance(value, list | tuple):
            raise Unfit
        return [_inward(item, kind.item) for item in value]
    if isinstance(kind, Record):
        return _record(value, kind)
    return _SCALARS[kind.name](value)


def _record(value: Any, kind: Record) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Unfit
    # A field without a value does not apply: null, so that a comparison with it is simply false.
    record = {key: _inward(value.get(key), field) for key, field in kind.fields.items()}
    record.update((str(key), plain(item)) for key, item in value.items() if key not in kind.fields)
    return record


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit
    return value


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unfit
    return value


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Unfit
    # The range first: turning a vast decimal into an integer would take for ever.
    if isinstance(value, Decimal) and not value.is_finite():
        raise Unfit
    if not -INTEGER_LIMIT <= value < INTEGER_LIMIT or value != int(value):
        raise Unfit
    return int(value)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Unfit
    try:
        number = float(value)
    except OverflowError:
        raise Unfit from None
    if not math.isfinite(number):
        raise Unfit
    return number


def _money(value: Any) -> int:
    if isinstance(value, Money):
        value = value.minor
    # A float would be pounds to one and pence to another.
    if isinstance(value, float | Decimal):
        raise Unfit
    return _integer(value)


def _date(value: Any) -> str:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise Unfit from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Unfit
    return f"{value.isoformat()}T00:00:00Z"


def _timestamp(value: Any) -> str:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise Unfit from None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time(), UTC)
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise Unfit
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _duration(value: Any) -> str:
    if not isinstance(value, timedelta):
        raise Unfit
    return f"{value.total_seconds():.6f}s"


def plain(value: Any) -> Any:
    """A value of which nothing is declared, as the library takes it: days and moments become ISO 8601 text."""
    if value is None or isinstance(value, bool | str | float):
        return value
    for kind, work in _PLAIN:
        if isinstance(value, kind):
            return work(value)
    raise Unfit


_PLAIN: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (int, lambda value: value if -INTEGER_LIMIT <= value < INTEGER_LIMIT else _number(value)),
    (Mapping, lambda value: {str(key): plain(item) for key, item in value.items()}),
    (list | tuple, lambda value: [plain(item) for item in value]),
    (Decimal, float),
    (Money, lambda value: value.minor),
    (date, lambda value: value.isoformat()),
)

_SCALARS = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "money": _money,
    "date": _date,
    "timestamp": _timestamp,
    "duration": _duration,
    "boolean": _boolean,
    "any": plain,
}


def outward(value: Any, kind: ValueType) -> Any:
    """A result of the library as Python has it: calendar days for dates, whole numbers for money."""
    if kind == DATE and isinstance(value, datetime):
        return value.date()
    if isinstance(kind, ListOf) and isinstance(value, list):
        return [outward(item, kind.item) for item in value]
    if isinstance(kind, Record) and isinstance(value, dict):
        return {key: outward(item, kind.fields[key]) if key in kind.fields else item for key, item in value.items()}
    return value
