"""Answers that a question may take, made from its kind and its limits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from commonweal.blocks.forms.answers.days import limit_day
from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.pattern_texts import drawn
from commonweal.blocks.forms.api import FormContext
from commonweal.blocks.forms.question import Absent, AnswerContext, Question
from commonweal.kernel.money import MINOR_DIGITS

WORDS = ("Anwen Price", "The gate is on the left.", "x", "Ysgol y Llan", "AB12 CDE")
# Names of stored files that a test's `upload` knows, by their media type.
KINDS_OF_FILES = ("image/png", "image/jpeg", "application/pdf", "text/plain")
IDENTIFIERS = {
    "gb.nhs": ("943 476 5870",),
    "gb.vat": ("980780684", "GB 980 7806 84"),
    "gb.utr": ("1955839661",),
    "iban": ("GB82 WEST 1234 5698 7654 32",),
}
AGES = (0, 5, 11, 17, 18, 30, 45, 65, 66, 67, 80)
MOST = 14


@dataclass(frozen=True)
class Hints:
    """What a definition mentions: numbers and days at which its rules may change their mind, and addresses here."""

    numbers: Sequence[float] = ()
    days: Sequence[date] = ()
    addresses: Sequence[dict[str, str]] = ()


def acceptable(question: Question, context: AnswerContext, hints: Hints, dice: Random) -> list[Any]:
    """Different answers that the question takes, in an order that the dice decide."""
    found: list[Any] = []
    tried = list(_tried(question, context.form_context, hints, dice))
    dice.shuffle(tried)
    for value in tried:
        try:
            answer = question.take(value, context)
        except Wrong:
            continue
        if not isinstance(answer, Absent) and answer not in found:
            found.append(answer)
        if len(found) == MOST:
            break
    return found


def _tried(question: Question, form_context: FormContext, hints: Hints, dice: Random) -> Iterator[Any]:
    make = MAKERS.get(question.type)
    assert make is not None, f"nobody has said how '{question.type}' is answered: see MAKERS"
    yield from make(question, form_context, hints, dice)


def _numbers(question: Any, form_context: FormContext, hints: Hints, dice: Random) -> Iterator[Any]:
    del form_context, dice
    ends = [float(end) for end in (question.min, question.max) if end is not None]
    for number in (*ends, 0, 1, 2, 3, 7, 12, 50, *hints.numbers):
        for step in (0, 1, -1, 0.5):
            if question.type == "number":
                yield round(number + step, 2)
            elif abs(number) < 2**52:
                yield int(number + step)


def _money(question: Any, form_context: FormContext, hints: Hints, dice: Random) -> Iterator[Any]:
    del form_context, dice
    minor = 10 ** MINOR_DIGITS.get(question.currency, 2)
    ends = [float(end) for end in (question.min, question.max) if end is not None]
    for number in (*ends, 0, 1, 20, 250, 1000, 5000, *hints.numbers):
        for step in (0, 1, -1):
            if abs(number) < 10**12:
                yield round((number + step) * minor)


def _days(question: Any, form_context: FormContext, hints: Hints, dice: Random) -> Iterator[Any]:
    today, ends = form_context.on, []
    for limit in (question.earliest, question.latest):
        try:
            ends.append(limit_day(limit, today))
        except (ValueError, OverflowError):
            continue
    near = [today + timedelta(days=days) for days in (0, 1, 7, 20, 45, 100, 300, -1, -30, -200)]
    born = [today - timedelta(days=round(age * 365.25) + dice.randint(1, 300)) for age in AGES]
    for day in (*(end for end in ends if end), *near, *born, *hints.days):
        for step in (0, 1, -1):
            if 2 < day.year < 9990:
                yield (day + timedelta(days=step)).isoformat()


def _texts(question: Any, form_context: FormContext, hints: Hints, dice: Random) -> Iterator[Any]:
    del form_context, hints
    pattern = getattr(question, "pattern", None)
    if pattern:
        for _ in range(12):
            made = drawn(pattern, dice)
            if made is not None:
                yield made
        return
    yield from WORDS
    yield ("words " * 20_000)[: question.max_length].strip()
    yield "w" * max(1, question.min_length)


def _choices(question: Any, form_context: FormContext, hints: Hints, dice: Random) -> Iterator[Any]:
    del form_context, hints
    every = [option.value for option in question.options]
    yield from ([value] for value in every)
    for _ in range(4):
        yield dice.sample(every, dice.randint(1, len(every)))
    yield [value for value in every if value != question.none]
    for size in (question.min, question.max or 0):
        yield [value for value in every if value != question.none][:size]


def _addresses(question: Any, form_context: FormContext, hints: Hints, dice: Random) -> Iterator[Any]:
    del form_context
    yield from hints.addresses
    if question.takes_abroad:
        yield {"lines": "12 Rue de la Paix\n75002 Paris", "country": "FR"}
    yield {"line1": f"{dice.randint(1, 90)} Far Road", "town": "Faraway", "postcode": "SW1A 2AA"}


def _people(question: Any, form_context: FormContext, hints: Hints, dice: Random) -> Iterator[Any]:
    for _ in range(8):
        born = (form_context.on - timedelta(days=round(dice.choice(AGES) * 365.25) + dice.randint(1, 300))).isoformat()
        every = {"name": "Anwen Price", "given_name": "Anwen", "family_name": "Price", "date_of_birth": born}
        every |= {"email": "anwen@people.example.org", "phone": "020 7946 0201"}
        leaves = [part for part in question.optional if dice.random() < 0.5]
        yield {part: value for part, value in every.items() if part in question.ask and part not in leaves}
    del hints


def _files(question: Any, form_context: FormContext, hints: Hints, dice: Random) -> Iterator[Any]:
    del form_context, hints, dice
    for kind in KINDS_OF_FILES:
        yield [{"upload": kind}] if question.max_files > 1 else {"upload": kind}


def _rows(question: Any, form_context: FormContext, hints: Hints, dice: Random) -> Iterator[Any]:
    ends = [end for end in (question.min, question.max) if isinstance(end, int) and end < 20]
    asked = [inner for inner in question.each if inner.asks]
    values = {inner.key: list(_tried(inner, form_context, hints, dice)) or [None] for inner in asked}
    # Most rows have something wrong; the questions inside say which values they take.
    alone = AnswerContext(form_context, {})
    good = {inner.key: _taken(inner, values[inner.key], alone) or [None] for inner in asked}
    for size in (1, 1, 1, 2, 3, *ends):
        yield [{key: dice.choice(many) for key, many in good.items()} for _ in range(size)]


def _taken(question: Question, values: Sequence[Any], context: AnswerContext) -> list[Any]:
    found = []
    for value in values:
        try:
            answer = question.accept(value, context)
        except Wrong:
            continue
        if not isinstance(answer, Absent):
            found.append(answer)
    return found


Maker = Callable[[Any, FormContext, Hints, Random], Iterator[Any]]
MAKERS: dict[str, Maker] = {
    "yes_no": lambda *_: iter((True, False)),
    "declaration": lambda *_: iter((True,)),
    "content": lambda *_: iter(()),
    "time": lambda *_: iter(("09:00", "14:30", "23:59")),
    "email": lambda *_: iter(("anwen@people.example.org",)),
    "phone": lambda *_: iter(("020 7946 0201", "+44 7700 900 982")),
    "identifier": lambda question, *_: iter(IDENTIFIERS.get(question.scheme, ())),
    "choice": lambda question, *_: (option.value for option in question.options),
    "integer": _numbers,
    "number": _numbers,
    "money": _money,
    "date": _days,
    "text": _texts,
    "long_text": _texts,
    "choices": _choices,
    "address": _addresses,
    "person": _people,
    "file": _files,
    "repeat": _rows,
}
