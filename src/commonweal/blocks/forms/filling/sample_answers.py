"""Answers made up to rehearse a form: for each question some that it takes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, islice
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from commonweal.blocks.forms.answers.context import FormContext, UploadFacts
from commonweal.blocks.forms.answers.days import limit_day
from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.pattern_texts import drawn
from commonweal.blocks.forms.pages.page import inner
from commonweal.blocks.forms.question import Absent, AnswerContext, Question

if TYPE_CHECKING:
    from commonweal.blocks.forms.questions.choice import ChoiceQuestion
    from commonweal.blocks.forms.questions.choices import ChoicesQuestion
    from commonweal.blocks.forms.questions.date import DateQuestion
    from commonweal.blocks.forms.questions.file import FileQuestion
    from commonweal.blocks.forms.questions.integer import IntegerQuestion
    from commonweal.blocks.forms.questions.long_text import LongTextQuestion
    from commonweal.blocks.forms.questions.money import MoneyQuestion
    from commonweal.blocks.forms.questions.number import NumberQuestion
    from commonweal.blocks.forms.questions.text import TextQuestion

MOST_PAIRS = 40  # of options that are chosen together
TEXTS = ["A", "1", "Ann", "12345678", "Applicant", "A1", "word and word", "a longer answer, in several words", "x" * 30]
MOST_FITTING = 6  # texts that are made for a pattern
MOST_ROWS = 12  # of a group of which more than three are made up
Pools = Mapping[str, Sequence[object]]
"""Answers that are worth trying, by question."""
NO_POOLS: Pools = MappingProxyType({})


def any_upload(identifier: str) -> UploadFacts:
    """A stored file for every id: the id is its media type."""
    return UploadFacts(identifier, "file", identifier, 1000)


def made_up(
    question: Question,
    answers: Mapping[str, object],
    form_context: FormContext,
    chance: Random,
    pool: Sequence[object] = (),
    pools_in_rows: Pools = NO_POOLS,
) -> object:
    """An answer that the question takes together with these answers, one of the `pool` if possible; None where we find
    none. `pools_in_rows` are those of the questions inside a repeat group, by key."""
    return _taken(question, AnswerContext(form_context, answers), chance, pool, pools_in_rows)


def _taken(
    question: Question, context: AnswerContext, chance: Random, pool: Sequence[object], pools_in_rows: Pools = NO_POOLS
) -> object:
    if inner(question):
        sources = ([*pool], _rows(question, context, chance, pool, pools_in_rows))
        sources = sources[::-1] if pools_in_rows else sources
    else:
        sources = ([*pool], _candidates(question, context, chance))
    for candidates in sources:
        chance.shuffle(candidates)
        for candidate in candidates:
            try:
                found = question.take(candidate, context)
            except Wrong:
                continue
            if not isinstance(found, Absent):
                return found
    return None


def _candidates(question: Question, context: AnswerContext, chance: Random) -> list[object]:
    find = _FINDERS.get(question.type)
    return find(question, context.form_context.on, chance) if find else list(_FIXED.get(question.type, ()))


def _rows(
    group: Any, context: AnswerContext, chance: Random, pool: Sequence[object], pools_in_rows: Pools
) -> list[object]:
    """Lists of one to three rows, of as few as the group takes, and of as many as the lists of the pool have."""
    fewest, _ = group.ends()
    sizes = {1, 2, 3, fewest, *(len(each) for each in pool if isinstance(each, list) and len(each) <= MOST_ROWS)} - {0}
    rows = [_row(group, context, chance, pools_in_rows) for _ in range(max(sizes))]
    return [rows[:size] for size in sizes]


def _row(group: Question, context: AnswerContext, chance: Random, pools: Pools) -> dict[str, object]:
    """A row of answers that its questions take, one after the other; without those that are not asked."""
    row: dict[str, object] = {}
    for question in inner(group):
        if question.asks:
            inside = context.in_row(row)
            asked = inside.applies(question.when)
            found = _taken(question, inside, chance, pools.get(question.key, ())) if asked else None
            row = {**row, question.key: found}
    return {key: answer for key, answer in row.items() if answer is not None}


def _texts(question: "TextQuestion | LongTextQuestion", on: date, chance: Random) -> list[object]:
    del on
    pattern = getattr(question, "pattern", None)
    if pattern:
        return [text for text in (drawn(pattern, chance) for _ in range(MOST_FITTING)) if text]
    return [*TEXTS, ("word " * 1000)[: max(question.min_length, 1) + 3]]


def _days(question: "DateQuestion", on: date, chance: Random) -> list[object]:
    del chance
    ends = [limit_day(limit, on) for limit in (question.earliest, question.latest)]
    return [day.isoformat() for day in (*ends, on, on - timedelta(days=9999), on + timedelta(days=9)) if day]


def _one_of(question: "ChoiceQuestion | ChoicesQuestion", on: date, chance: Random) -> list[object]:
    del on, chance
    return [option.value for option in question.options]


def _some_of(question: "ChoicesQuestion", on: date, chance: Random) -> list[object]:
    values = _one_of(question, on, chance)
    fewest, most = max(1, question.min), min(question.max or len(values), len(values))
    several = [value for value in values if value != question.none]
    sizes = [size for size in (fewest, chance.randint(fewest, max(fewest, most))) if size <= len(several)]
    pairs = islice(combinations(several, 2), MOST_PAIRS)
    return [*([value] for value in values), *map(list, pairs), *(chance.sample(several, size) for size in sizes)]


def _files(question: "FileQuestion", on: date, chance: Random) -> list[object]:
    del on, chance
    kind = question.accept_types[0].replace("/*", "/png")
    return [[kind] if question.max_files > 1 else kind]


def _numbers(question: "NumberQuestion | IntegerQuestion", on: date, chance: Random) -> list[object]:
    del on, chance
    ends = [Decimal(str(end)) for end in (question.min, question.max) if end is not None]
    found = [*ends, Decimal(0), Decimal(1), Decimal(2), Decimal(50)]
    return [float(n) if question.type == "number" else int(n) for n in found]


def _amounts(question: "MoneyQuestion", on: date, chance: Random) -> list[object]:
    del on, chance
    return [*(end for end in question.ends() if end is not None), 0, 100, 1250, 50_000]


_FIXED: dict[str, list[object]] = {
    "yes_no": [True, False],
    "declaration": [True],
    "time": ["09:30", "23:59"],
    "email": ["ann@example.org"],
    "phone": ["01632 960 001"],
    "address": [{"line1": "1 Harbour Street", "town": "Eastmere", "postcode": "EA1 1AA"}],
    "person": [{"given_name": "Ann", "family_name": "Lee"}],
}

_FINDERS: dict[str, Callable[[Any, date, Random], list[object]]] = {
    "text": _texts,
    "long_text": _texts,
    "number": _numbers,
    "integer": _numbers,
    "money": _amounts,
    "date": _days,
    "choice": _one_of,
    "choices": _some_of,
    "file": _files,
}
