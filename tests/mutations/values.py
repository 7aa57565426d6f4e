"""Mutations of single values: numbers, days, periods, names, words, and the expressions of the rules."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

from tests.mutations.tree import Spot, pick, spots

NUMBERS: tuple[Any, ...] = (0, -1, 1, 2, 100, 10**9, 2**53 - 1, -(2**53 - 1), 0.5, -0.01, 1e-9, 1e15, 1e300)
DAYS = ("0001-01-01", "1599-12-31", "1600-01-01", "2000-02-29", "2001-02-29", "2026-00-10", "9999-12-31", "today")
PERIODS = ("0", "1", "9999", "99999", "-1", "1.5", "9999999999")
ODD = (
    "\u200b",
    "\u202e",
    "\u0000",
    "\ufeff",
    "\U0001f600",
    "\u0301",
    "\xa0",
    "\r\n",
    "{{",
    "}}",
    "{% x %}",
    "<b>",
    "\\",
)
# Words that addresses, the rules or the platform use themselves.
TAKEN = ("check", "page", "sent", "save", "today", "person", "facts", "case", "opened", "applicant", "withdrawn", "in")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PERIOD = re.compile(r"(\d+)(\s*(?:day|week|month|year|hour|working_day|MB|KB|%))")
NAME = re.compile(r"[A-Za-z_][\w.]*")
LITERAL = re.compile(r"'[^']*'|\b\d+(?:\.\d+)?\b|\btrue\b|\bfalse\b")
OPERATORS = ("==", "!=", "<=", ">=", "<", ">", "&&", "||", "+", "-", "*", "/", "%", " in ", "?", ":", ".", "!", "(")
SEEN_OPERATOR = re.compile("|".join(re.escape(each) for each in OPERATORS))


def edge_number(document: Any, dice: Random) -> str:
    """A number is none, negative, huge, or no whole one."""
    spot = pick(document, dice, lambda spot: isinstance(spot.value, int | float) and not isinstance(spot.value, bool))
    return _changed(spot, lambda value: dice.choice([number for number in NUMBERS if number != value]))


def other_truth(document: Any, dice: Random) -> str:
    """True is false, or false true."""
    return _changed(pick(document, dice, lambda spot: isinstance(spot.value, bool)), lambda value: not value)


def edge_day(document: Any, dice: Random) -> str:
    """A day, as a value, as a key or in a text, is at the end of the calendar or none."""
    day = dice.choice(DAYS)
    keyed = pick(document, dice, lambda spot: isinstance(spot.key, str) and bool(DAY.fullmatch(spot.key)))
    if keyed is not None and dice.random() < 0.5:
        keyed.holder[day] = keyed.holder.pop(keyed.key)
        return f"{keyed.written}: the day is {day}"
    spot = pick(document, dice, lambda spot: isinstance(spot.value, str) and bool(DAY.search(spot.value)))
    return _changed(spot, lambda value: DAY.sub(day, value, count=1))


def edge_period(document: Any, dice: Random) -> str:
    """A period or a size is none, negative, huge, or a fraction."""
    period = dice.choice(PERIODS)
    spot = pick(document, dice, lambda spot: isinstance(spot.value, str) and bool(PERIOD.search(spot.value)))
    return _changed(spot, lambda value: PERIOD.sub(rf"{period}\2", value, count=1))


def misspell_value(document: Any, dice: Random) -> str:
    """A word is misspelt."""
    spot = pick(document, dice, lambda spot: isinstance(spot.value, str) and len(spot.value) > 1)
    return _changed(spot, lambda value: _misspelt(value, dice))


def misspell_key(document: Any, dice: Random) -> str:
    """A key is misspelt: one of the language, or a name that the author chose."""
    spot = pick(document, dice, lambda spot: isinstance(spot.key, str) and len(spot.key) > 1)
    if spot is None:
        return ""
    new = _misspelt(str(spot.key), dice)
    items = [(new if key == spot.key else key, value) for key, value in spot.holder.items()]
    spot.holder.clear()
    spot.holder.update(items)
    return f"{spot.written}: the key is {new!r}"


def taken_name(document: Any, dice: Random) -> str:
    """Something is called by a word that means something already."""
    word = dice.choice(TAKEN)
    spot = pick(document, dice, lambda spot: spot.name in {"key", "page", "value", "service", "name", "start"})
    return _changed(spot, lambda value: word)


def odd_text(document: Any, dice: Random) -> str:
    """A text has a character in it that one does not see, or that another program reads as its own."""
    spot = pick(document, dice, lambda spot: isinstance(spot.value, str) and bool(spot.value))
    odd = dice.choice(ODD)
    return _changed(spot, lambda value: _with(value, dice.randrange(len(value) + 1), odd))


def blank_at_end(document: Any, dice: Random) -> str:
    """A text ends, or begins, with a blank."""
    spot = pick(document, dice, lambda spot: isinstance(spot.value, str))
    blank = dice.choice((" ", "\n", "\t", "\u2003"))
    return _changed(spot, lambda value: value + blank if dice.random() < 0.7 else blank + value)


def long_text(document: Any, dice: Random) -> str:
    """A text is much longer than anybody means it."""
    spot = pick(document, dice, lambda spot: isinstance(spot.value, str) and bool(spot.value))
    return _changed(spot, lambda value: (value + " ") * dice.choice((40, 400, 4000)))


def operator(document: Any, dice: Random) -> str:
    """An expression has another operator."""
    spot = pick(document, dice, lambda spot: spot.is_expression and bool(SEEN_OPERATOR.search(spot.value)))
    return _changed(spot, lambda value: _put(value, SEEN_OPERATOR, dice, OPERATORS))


def literal(document: Any, dice: Random) -> str:
    """An expression has another number, word or truth in it."""
    others = ("0", "-1", "1.5", "10000000000", "''", "'x'", "true", "null", "money('0')", "[]", "today")
    spot = pick(document, dice, lambda spot: spot.is_expression and bool(LITERAL.search(spot.value)))
    return _changed(spot, lambda value: _put(value, LITERAL, dice, others))


def name_in_scope(document: Any, dice: Random) -> str:
    """An expression has another name in it, one that the definition knows."""
    others = _names_of(document)
    spot = pick(document, dice, lambda spot: spot.is_expression and bool(NAME.search(spot.value)))
    return _changed(spot, lambda value: _put(value, NAME, dice, others))


def wrapped(document: Any, dice: Random) -> str:
    """An expression is denied, divided, or asked for a part that it may not have."""
    ways = ("!({})", "({}) / 0", "({})[0]", "({})[7]", "size({}) > 0", "-({})", "({}) == null", "({}) ? true : false")
    spot = pick(document, dice, lambda spot: spot.is_expression)
    return _changed(spot, lambda value: dice.choice(ways).format(value))


def _names_of(document: Any) -> list[str]:
    """Names that expressions may use: answers, facts, parameters, tables, and what is known of a person."""
    names = ["today", "person.age", "person.name", "case.area", "given.x"]
    for spot in spots(document):
        if spot.name == "key" and isinstance(spot.value, str):
            names.append(spot.value)
        if len(spot.path) == 2 and spot.path[0] in {"facts", "parameters"}:
            names.append(spot.written)
        if len(spot.path) == 4 and spot.path[0] == "tables" and spot.path[2] == "outputs":
            names.append(f"tables.{spot.path[1]}.{spot.path[3]}")
    return names


def _changed(spot: Spot | None, change: Callable[[Any], Any]) -> str:
    if spot is None:
        return ""
    before = spot.value
    after = change(before)
    if after == before:
        return ""
    spot.put(after)
    return f"{spot.written}: {_short(before)} -> {_short(after)}"


def _put(text: str, pattern: re.Pattern[str], dice: Random, others: tuple[str, ...] | list[str]) -> str:
    found = dice.choice(list(pattern.finditer(text)))
    return text[: found.start()] + dice.choice(others) + text[found.end() :]


def _misspelt(word: str, dice: Random) -> str:
    at = dice.randrange(len(word) - 1)
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word.upper(),
        word.replace("_", "-") if "_" in word else word + "s",
    )
    return dice.choice(ways)


def _with(text: str, at: int, odd: str) -> str:
    return text[:at] + odd + text[at:]


def _short(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= 120 else f"{said[:117]}..."
