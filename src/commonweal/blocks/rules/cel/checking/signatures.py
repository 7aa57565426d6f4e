"""The functions of the service language: what they take, what they give, and what runs for them."""

from dataclasses import dataclass

from commonweal.blocks.rules.cel.checking.kinds import MONTHS, WORKING_DAYS, Kind
from commonweal.kernel.values import (
    ANY,
    BOOLEAN,
    DATE,
    DURATION,
    INTEGER,
    MONEY,
    NUMBER,
    TEXT,
    TIMESTAMP,
    ListOf,
)


@dataclass(frozen=True)
class Signature:
    """One form of a function. `runtime` is the name that runs; `member` is written `x.function(...)`."""

    takes: tuple[Kind, ...]
    returns: Kind
    runtime: str
    member: bool = False


def _on_days(name: str, runtime: str) -> list[Signature]:
    return [
        Signature((kind,), INTEGER, runtime, member)
        for kind in (DATE, TIMESTAMP)
        for member in ([True] if name.startswith("get") else [False])
    ]


def _between(runtime: str) -> list[Signature]:
    return [Signature((kind, kind), INTEGER, runtime) for kind in (DATE, TIMESTAMP)]


def _of_two(runtime: str) -> list[Signature]:
    return [Signature((kind, kind), kind, runtime) for kind in (MONEY, INTEGER, NUMBER, DATE, TIMESTAMP)]


def _text_test(name: str) -> list[Signature]:
    return [Signature((TEXT, TEXT), BOOLEAN, name, member=True)]


_ROUND_TO = ((MONEY, MONEY), MONEY)

FUNCTIONS: dict[str, list[Signature]] = {
    "size": [Signature((kind,), INTEGER, "size", member) for kind in (TEXT, ListOf(ANY)) for member in (False, True)],
    "startsWith": _text_test("startsWith"),
    "endsWith": _text_test("endsWith"),
    "contains": _text_test("contains"),
    "matches": [*_text_test("matches"), Signature((TEXT, TEXT), BOOLEAN, "matches")],
    "lower": [Signature((TEXT,), TEXT, "rules_lower", member) for member in (False, True)],
    "upper": [Signature((TEXT,), TEXT, "rules_upper", member) for member in (False, True)],
    "trim": [Signature((TEXT,), TEXT, "rules_trim", member) for member in (False, True)],
    "string": [Signature((kind,), TEXT, "string") for kind in (TEXT, INTEGER, NUMBER, BOOLEAN, DATE, TIMESTAMP)],
    "int": [Signature((kind,), INTEGER, "int") for kind in (TEXT, INTEGER)]
    + [Signature((NUMBER,), INTEGER, "rules_truncate")],
    "double": [Signature((kind,), NUMBER, "double") for kind in (TEXT, INTEGER, NUMBER)]
    + [Signature((MONEY,), NUMBER, "rules_money_number")],
    "money": [Signature((kind,), MONEY, "rules_money") for kind in (TEXT, INTEGER, NUMBER)],
    "round_half_up": [Signature(*_ROUND_TO, "rules_round_half_up")],
    "round_down": [Signature(*_ROUND_TO, "rules_round_down")],
    "round_up": [Signature(*_ROUND_TO, "rules_round_up")],
    "round": [Signature((NUMBER,), INTEGER, "rules_round")],
    "floor": [Signature((NUMBER,), INTEGER, "rules_floor")],
    "ceil": [Signature((NUMBER,), INTEGER, "rules_ceil")],
    "abs": [Signature((kind,), kind, "rules_abs") for kind in (MONEY, INTEGER, NUMBER)],
    "min": _of_two("rules_min")
    + [Signature((ListOf(kind),), kind, "rules_min_int") for kind in (MONEY, INTEGER)]
    + [Signature((ListOf(NUMBER),), NUMBER, "rules_min_double")],
    "max": _of_two("rules_max")
    + [Signature((ListOf(kind),), kind, "rules_max_int") for kind in (MONEY, INTEGER)]
    + [Signature((ListOf(NUMBER),), NUMBER, "rules_max_double")],
    "sum": [Signature((ListOf(kind),), kind, "rules_sum_int") for kind in (MONEY, INTEGER)]
    + [Signature((ListOf(NUMBER),), NUMBER, "rules_sum_double")],
    "date": [Signature((kind,), DATE, "rules_date") for kind in (TEXT, DATE, TIMESTAMP)],
    "timestamp": [Signature((TEXT,), TIMESTAMP, "timestamp")],
    "duration": [Signature((TEXT,), DURATION, "duration")],
    "days": [Signature((INTEGER,), DURATION, "rules_days")],
    "months": [Signature((INTEGER,), MONTHS, "rules_months")],
    "years": [Signature((INTEGER,), MONTHS, "rules_years")],
    "working_days": [Signature((INTEGER,), WORKING_DAYS, "rules_working_days")],
    "years_between": _between("rules_years_between"),
    "months_between": _between("rules_months_between"),
    "days_between": _between("rules_days_between"),
    "working_days_between": _between("rules_working_days_between"),
    "year": _on_days("year", "rules_year"),
    "month": _on_days("month", "rules_month"),
    "day": _on_days("day", "rules_day"),
    "weekday": _on_days("weekday", "rules_weekday"),
    "getFullYear": _on_days("getFullYear", "getFullYear"),
    "getMonth": _on_days("getMonth", "getMonth"),
    "getDate": _on_days("getDate", "getDate"),
    "getDayOfMonth": _on_days("getDayOfMonth", "getDayOfMonth"),
    "getDayOfWeek": _on_days("getDayOfWeek", "getDayOfWeek"),
    "getHours": [
        Signature((TIMESTAMP,), INTEGER, "getHours", member=True),
        Signature((DURATION,), INTEGER, "getHours", member=True),
    ],
    "getMinutes": [Signature((kind,), INTEGER, "getMinutes", member=True) for kind in (TIMESTAMP, DURATION)],
}

# Functions that the checker writes out itself.
MACROS = {"given": 1, "default": 2}
ALL_NAMES = (*FUNCTIONS, *MACROS, "has", "all", "exists", "exists_one", "filter", "map")
USES_CALENDAR = frozenset({"rules_add_working_days", "rules_working_days", "rules_working_days_between"})
OPERATOR_WORDS = {
    "_+_": "+", "_-_": "-", "_*_": "*", "_/_": "/", "_%_": "%", "_<_": "<", "_<=_": "<=", "_>_": ">",
    "_>=_": ">=", "_==_": "==", "_!=_": "!=", "_&&_": "&&", "_||_": "||", "!_": "!", "-_": "-", "@in": "in",
    "_?_:_": "? :", "_[_]": "[ ]",
}  # fmt: skip
