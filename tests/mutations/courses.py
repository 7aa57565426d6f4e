"""Answers to a whole form, and where they lead: to the end, to an exit, or to a criterion that is not met."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from commonweal.blocks.forms import api as forms
from commonweal.blocks.forms.question import AnswerContext, Question
from commonweal.kernel.definition import JourneyState, StepState
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.journeys.flow import flow, left_blank, values_of
from tests.mutations.answers import Hints, acceptable
from tests.mutations.files import FILES
from tests.mutations.tree import spots

SENT, UNFINISHED = "sent", "unfinished"
NUMBER = re.compile(r"(?<![\w.])\d{1,9}(?:\.\d+)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
AGAIN = 3  # times that a question whose answer does not fit the others gets another one


@dataclass(frozen=True)
class Course:
    """What somebody answers, and the end to which that leads: SENT, or the name of the step where it stops."""

    answers: Mapping[str, Any]
    end: str


@dataclass
class Courses:
    """One course for each end that was found. `unanswerable` are questions that took no answer at all; `refused` says what a
    form had against the answers tried last, where none went through."""

    by_end: dict[str, Course] = field(default_factory=dict)
    unanswerable: list[str] = field(default_factory=list)
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> Course | None:
        return self.by_end.get(SENT)


@dataclass(frozen=True)
class Asker:
    """A service as one person meets it on one day."""

    service: CompiledService
    known: Mapping[str, Any]
    on: date
    addresses: Sequence[dict[str, str]]

    @property
    def form(self) -> Any:
        return self.service.content("form") or []

    def form_context(self) -> forms.FormContext:
        """What a journey knows while all pages are answered at once."""
        pages = frozenset(f"form/{page.page}" for page in self.form)

        def evaluate_for(answers: Mapping[str, Any]) -> Any:
            state = JourneyState(answers=answers, confirmed=pages, on=self.on)
            blank = left_blank(self.service, state) - set(answers)
            return self.service.evaluate(values_of(answers, self.known), on=self.on, blank=blank)

        return forms.FormContext("en", self.on, evaluate_for, forms.place_gazetteer(), _stored, self.known)

    def end_of(self, answers: Mapping[str, Any]) -> str:
        """Where these answers lead, once every page was confirmed."""
        pages = frozenset(f"form/{page.page}" for page in self.form)
        state = JourneyState(answers=answers, confirmed=pages, on=self.on)
        found = flow(self.service, state, self.known, self.on)
        if found.stopped is not None:
            because = "" if found.stopped.section == "form" else "+".join(found.because)
            return f"{found.stopped.name} {because}".strip()
        following = found.next
        if following is None or following.name == "form/check":
            return SENT
        return f"{UNFINISHED} {following.name} {following.state is StepState.STOPPED}"


def explore(asker: Asker, given: Sequence[Mapping[str, Any]], dice: Random, tries: int) -> Courses:
    """Try answers until one course can be sent, and a few more for other ends; first those that are `given`."""
    found = Courses()
    form_context = asker.form_context()
    questions = [question for _, question in forms.questions_of(asker.form) if question.asks]
    hints = hints_of(asker)
    values = {
        question.key: acceptable(question, AnswerContext(form_context, {}), hints, dice) for question in questions
    }
    found.unanswerable = [question.key for question in questions if not values[question.key] and question.required]
    for number in range(tries):
        if found.sent is not None and number >= len(given) + 4:
            break
        base = given[number] if number < len(given) else dice.choice([{}, {}, *given])
        cleaned = _filled(asker, questions, values, base, form_context, hints, dice)
        if cleaned.errors:
            found.refused = cleaned.errors
            continue
        end = asker.end_of(cleaned.answers)
        found.by_end.setdefault(end, Course(cleaned.answers, end))
    return found


def _filled(
    asker: Asker,
    questions: Sequence[Question],
    values: Mapping[str, Sequence[Any]],
    base: Mapping[str, Any],
    form_context: forms.FormContext,
    hints: Hints,
    dice: Random,
) -> forms.Cleaned:
    """Answers to all questions: those of an example, and others drawn from what each question takes."""
    drawn = {key: dice.choice(many) for key, many in values.items() if many}
    left = {question.key for question in questions if not question.required and dice.random() < 0.4}
    given = {key: value for key, value in drawn.items() if key not in left}
    known = {question.key: question for question in questions}
    for key, value in base.items():
        if key in known and (value in values[key] or dice.random() < 0.8):
            given[key] = value
    cleaned = forms.clean_answers(asker.form, given, form_context)
    for _ in range(AGAIN):
        wrong = {name.partition("-")[0] for name in cleaned.errors} & set(known)
        if not wrong:
            break
        for key in wrong:
            fitting = acceptable(known[key], AnswerContext(form_context, cleaned.answers), hints, dice)
            if fitting:
                given[key] = dice.choice(fitting)
        cleaned = forms.clean_answers(asker.form, given, form_context)
    return cleaned


def hints_of(asker: Asker) -> Hints:
    """The numbers and days that the definition mentions."""
    numbers: dict[float, None] = {}
    days: dict[date, None] = {}
    for spot in spots(asker.service.document):
        if spot.is_expression or spot.path[0] == "parameters":
            for text in (str(spot.value), str(spot.key)):
                days.update(dict.fromkeys(_days_in(text)))
                numbers.update(dict.fromkeys(float(each) for each in NUMBER.findall(DAY.sub("", text))))
    return Hints(list(numbers)[:24], list(days)[:12], asker.addresses)


def _days_in(text: str) -> Iterator[date]:
    for each in DAY.findall(text):
        with suppress(ValueError):
            yield date.fromisoformat(each)


def _stored(identifier: str) -> forms.UploadFacts | None:
    content = FILES.get(identifier)
    return forms.UploadFacts(identifier, "file", identifier, len(content)) if content is not None else None
