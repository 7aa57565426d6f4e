"""What the service language adds to CEL at run time: money, rounding, dates and working days.

The names here are internal (`rules_…`): the checker chooses them by the types of the arguments.
Days are timestamps at midnight UTC, money an integer of minor units.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from operator import truediv
from typing import Any

from cel_expr_python import cel

from commonweal.kernel.money import digits_of_place, major_of_place, of_place
from commonweal.kernel.worktime import Calendar, add_months

FEW_WORKING_DAYS = 1_000  # a loop over days; four years are enough for any statutory period
MANY_MONTHS = 12_000
T = cel.Type

_calendar: ContextVar[tuple[Calendar, date]] = ContextVar("rules_calendar")


@contextmanager
def working_in(calendar: Calendar, today: date) -> Iterator[None]:
    """Within the block, working days are those of `calendar`, and "from now" is from `today`."""
    token = _calendar.set((calendar, today))
    try:
        yield
    finally:
        _calendar.reset(token)


def half_up(value: Decimal) -> int:
    """To the nearest whole number, halves away from zero, as money is rounded."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _exact(value: float) -> Decimal:
    # repr gives the shortest decimal that a person would have written: 0.1, not 0.1000000000000000055.
    return Decimal(repr(float(value)))


def _money_times(minor: int, factor: float) -> int:
    return half_up(Decimal(minor) * _exact(factor))


def _money_divide(minor: int, divisor: float) -> int:
    return half_up(Decimal(minor) / (Decimal(divisor) if isinstance(divisor, int) else _exact(divisor)))


def _to_step(minor: int, step: int, rounding: str) -> int:
    if step <= 0:
        raise ValueError("the step to round to must be more than nothing")
    return int((Decimal(minor) / step).quantize(Decimal(1), rounding=rounding)) * step


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _day_of_text(text: str) -> datetime:
    return _midnight(date.fromisoformat(text[:10]))


def _years_between(start: datetime, end: datetime) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _months_between(start: datetime, end: datetime) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _add_months(day: datetime, count: int) -> datetime:
    if abs(count) > MANY_MONTHS:
        raise ValueError(f"more than {MANY_MONTHS} months cannot be added")
    return _midnight(add_months(day.date(), count))


def _add_working_days(day: datetime, count: int) -> datetime:
    if abs(count) > FEW_WORKING_DAYS:
        raise ValueError(f"more than {FEW_WORKING_DAYS} working days cannot be added")
    calendar, _ = _calendar.get()
    return _midnight(calendar.add_working_days(day.date(), count))


def _working_days_from_today(count: int) -> timedelta:
    _, today = _calendar.get()
    return _add_working_days(_midnight(today), count) - _midnight(today)


def _working_days_between(start: datetime, end: datetime) -> int:
    if abs((end - start).days) > 2 * FEW_WORKING_DAYS:
        raise ValueError("the days lie too far apart to count working days")
    calendar, _ = _calendar.get()
    return calendar.working_days_between(start.date(), end.date())


def _sum_of_integers(items: list[Any]) -> int:
    return sum(int(item) for item in items)


def _sum_of_numbers(items: list[Any]) -> float:
    return float(sum((_exact(item) for item in items), Decimal(0)))


def _sorted_end(choose: Callable[..., Any], convert: Callable[[Any], Any]) -> Callable[[list[Any]], Any]:
    def of(items: list[Any]) -> Any:
        return choose(convert(item) for item in items)

    return of


Row = tuple[str, Any, tuple[Any, ...], Callable[..., Any]]

ROWS: tuple[Row, ...] = (
    ("rules_money", T.INT, (T.STRING,), of_place),
    ("rules_money", T.INT, (T.INT,), of_place),
    ("rules_money", T.INT, (T.DOUBLE,), lambda major: half_up(_exact(major).scaleb(digits_of_place()))),
    ("rules_money_times", T.INT, (T.INT, T.DOUBLE), _money_times),
    ("rules_money_times", T.INT, (T.INT, T.INT), lambda minor, count: minor * count),
    ("rules_divide", T.DOUBLE, (T.DOUBLE, T.DOUBLE), truediv),
    ("rules_money_divide", T.INT, (T.INT, T.INT), _money_divide),
    ("rules_money_divide", T.INT, (T.INT, T.DOUBLE), _money_divide),
    ("rules_money_ratio", T.DOUBLE, (T.INT, T.INT), lambda one, other: float(Decimal(one) / Decimal(other))),
    ("rules_money_number", T.DOUBLE, (T.INT,), lambda minor: float(major_of_place(minor))),
    ("rules_round_half_up", T.INT, (T.INT, T.INT), lambda minor, to: _to_step(minor, to, ROUND_HALF_UP)),
    ("rules_round_down", T.INT, (T.INT, T.INT), lambda minor, to: _to_step(minor, to, ROUND_FLOOR)),
    ("rules_round_up", T.INT, (T.INT, T.INT), lambda minor, to: _to_step(minor, to, ROUND_CEILING)),
    ("rules_round", T.INT, (T.DOUBLE,), lambda value: half_up(_exact(value))),
    ("rules_floor", T.INT, (T.DOUBLE,), lambda value: int(_exact(value).to_integral_value(ROUND_FLOOR))),
    ("rules_ceil", T.INT, (T.DOUBLE,), lambda value: int(_exact(value).to_integral_value(ROUND_CEILING))),
    ("rules_truncate", T.INT, (T.DOUBLE,), lambda value: int(_exact(value).to_integral_value(ROUND_DOWN))),
    ("rules_abs", T.INT, (T.INT,), abs),
    ("rules_abs", T.DOUBLE, (T.DOUBLE,), abs),
    ("rules_min", T.INT, (T.INT, T.INT), min),
    ("rules_min", T.DOUBLE, (T.DOUBLE, T.DOUBLE), min),
    ("rules_min", T.TIMESTAMP, (T.TIMESTAMP, T.TIMESTAMP), min),
    ("rules_max", T.INT, (T.INT, T.INT), max),
    ("rules_max", T.DOUBLE, (T.DOUBLE, T.DOUBLE), max),
    ("rules_max", T.TIMESTAMP, (T.TIMESTAMP, T.TIMESTAMP), max),
    ("rules_sum_int", T.INT, (T.LIST,), _sum_of_integers),
    ("rules_sum_double", T.DOUBLE, (T.LIST,), _sum_of_numbers),
    ("rules_min_int", T.INT, (T.LIST,), _sorted_end(min, int)),
    ("rules_min_double", T.DOUBLE, (T.LIST,), _sorted_end(min, float)),
    ("rules_max_int", T.INT, (T.LIST,), _sorted_end(max, int)),
    ("rules_max_double", T.DOUBLE, (T.LIST,), _sorted_end(max, float)),
    ("rules_lower", T.STRING, (T.STRING,), str.lower),
    ("rules_upper", T.STRING, (T.STRING,), str.upper),
    ("rules_trim", T.STRING, (T.STRING,), str.strip),
    ("rules_date", T.TIMESTAMP, (T.STRING,), _day_of_text),
    ("rules_date", T.TIMESTAMP, (T.TIMESTAMP,), lambda moment: _midnight(moment.date())),
    ("rules_days", T.DURATION, (T.INT,), lambda count: timedelta(days=count)),
    ("rules_years_between", T.INT, (T.TIMESTAMP, T.TIMESTAMP), _years_between),
    ("rules_months_between", T.INT, (T.TIMESTAMP, T.TIMESTAMP), _months_between),
    ("rules_days_between", T.INT, (T.TIMESTAMP, T.TIMESTAMP), lambda start, end: (end - start).days),
    ("rules_add_months", T.TIMESTAMP, (T.TIMESTAMP, T.INT), _add_months),
    ("rules_add_working_days", T.TIMESTAMP, (T.TIMESTAMP, T.INT), _add_working_days),
    ("rules_working_days", T.DURATION, (T.INT,), _working_days_from_today),
    ("rules_working_days_between", T.INT, (T.TIMESTAMP, T.TIMESTAMP), _working_days_between),
    ("rules_year", T.INT, (T.TIMESTAMP,), lambda day: day.year),
    ("rules_month", T.INT, (T.TIMESTAMP,), lambda day: day.month),
    ("rules_day", T.INT, (T.TIMESTAMP,), lambda day: day.day),
    ("rules_weekday", T.INT, (T.TIMESTAMP,), lambda day: day.isoweekday()),
)


def declarations() -> list[Any]:
    """All rows as the library wants them declared."""
    overloads: dict[str, list[Any]] = {}
    for name, returns, takes, work in ROWS:
        mine = overloads.setdefault(name, [])
        mine.append(cel.Overload(f"{name}_{len(mine)}", return_type=returns, parameters=list(takes), impl=work))
    return [cel.FunctionDecl(name, mine) for name, mine in overloads.items()]
