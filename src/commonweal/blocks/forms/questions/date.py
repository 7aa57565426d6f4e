"""A calendar day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar, Literal

from commonweal.blocks.forms.answers.days import day_in_words, limit_day, month_number
from commonweal.blocks.forms.answers.faults import Fault, Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question, with_all_errors
from commonweal.kernel import clock
from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.values import DATE, ValueType
from commonweal.kernel.written.words import plain_digits

LONGEST = 40  # no part of a date is longer; the rest is not worth reading
PARTS = ("day", "month", "year")
FIRST_DAY = date(1600, 1, 1)  # what is earlier is a slip of the pen
# Between these days a limit such as "today + 18 years" must be a day, whenever the form is filled in.
LONG_AGO, FAR_AHEAD = date(2000, 1, 1), date(2200, 12, 31)


class DateQuestion(Question):
    """The answer is "2026-05-02". `earliest` and `latest` are days, "today", or "today - 16 years"."""

    type: Literal["date"]
    earliest: str | date | None = None
    latest: str | date | None = None
    of_birth: bool = False

    notation: ClassVar[str] = "a day such as 2026-05-02"

    def value_type(self) -> ValueType:
        return DATE

    def read(self, typed: Typed, context: AnswerContext) -> object:
        if not typed.parts() and typed.one():  # a native date input, or a script
            return typed.one()
        given = {part: plain_digits(typed.one(part)[:LONGEST]) for part in PARTS}
        if not any(given.values()):
            return MISSING
        empty = [part for part in PARTS if not given[part]]
        if empty:
            raise Wrong(faults=[Fault(_LACKING[part], part=part) for part in empty])
        if _digits(given["year"], 2):
            raise Wrong(msgid("Write the year in four digits, for example 2026"), part="year")
        month = month_number(given["month"], context.form_context.language)
        if not _digits(given["day"], 2) or not month or not _digits(given["year"], 4):
            raise Wrong(msgid("Enter a real date, for example 27 3 2026"), part="day")
        return f"{int(given['year']):04d}-{month:02d}-{int(given['day']):02d}"

    def accept(self, value: object, context: AnswerContext) -> object:
        try:
            day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            day = None
        if day is None or day < FIRST_DAY:
            raise Wrong(msgid("Enter a real date, for example 27 3 2026"), part="day")
        language, today = context.form_context.language, context.form_context.on
        earliest, latest = limit_day(self.earliest, today), limit_day(self.latest, today)
        if self.of_birth and day > today:
            raise Wrong(msgid("Enter a date in the past"), part="day")
        if earliest and day < earliest:
            raise Wrong(msgid("Enter {day} or a later date"), part="day", day=day_in_words(earliest, language))
        if latest and day > latest:
            raise Wrong(msgid("Enter {day} or an earlier date"), part="day", day=day_in_words(latest, language))
        return day.isoformat()

    def write(self, answer: str) -> Mapping[str, list[str]]:
        day = date.fromisoformat(answer)
        return {"day": [str(day.day)], "month": [str(day.month)], "year": [str(day.year)]}

    def show(self, answer: str, language: str) -> list[str]:
        return [day_in_words(date.fromisoformat(answer), language)]

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        value = {part: typed.one(part) for part in PARTS}
        wrong = [part for part in PARTS if typed.full(part) in errors]
        if wrong == ["day"] and typed.one("day"):
            wrong = []  # something about the date as a whole: all three boxes are marked
        field = self.frame(typed, context, errors, value=value, wrong=wrong, birthday=self.of_birth)
        return with_all_errors(field, errors)

    def ends(self) -> tuple[date | None, date | None]:
        earliest, latest = map(_fixed, (self.earliest, self.latest))
        return earliest, latest

    def findings(self, path: Path) -> Iterable[Finding]:
        for name, limit in (("earliest", self.earliest), ("latest", self.latest)):
            try:
                for day in (LONG_AGO, FAR_AHEAD):
                    limit_day(limit, day)
            except (ValueError, OverflowError) as error:
                words = str(error) if "is not a day" in str(error) else f"The day '{limit}' is beyond the calendar"
                yield Finding("form-limits", f"{words}.", "Write a day, 'today' or 'today - 16 years'.", (*path, name))
                return
        yield from self._no_day(path)

    def _no_day(self, path: Path) -> Iterable[Finding]:
        """A question whose limits allow no day: never, or no longer."""
        today = clock.today()
        earliest, latest = limit_day(self.earliest, today), limit_day(self.latest, today)
        if self.of_birth:
            latest = min(latest or today, today)
        earliest = max(earliest or FIRST_DAY, FIRST_DAY)
        if latest and earliest > latest:
            yield Finding(
                "form-limits",
                f"No day can be the answer to '{self.key}': the earliest is {earliest}, the latest {latest}.",
                "Make the earliest day come before the latest.",
                (*path, "earliest"),
            )


_LACKING = {
    "day": msgid("The date must have a day"),
    "month": msgid("The date must have a month"),
    "year": msgid("The date must have a year"),
}


def _fixed(limit: str | date | None) -> date | None:
    """A limit that is the same on every day; None where it is not, or means no day at all."""
    try:
        one, other = (limit_day(limit, date(year, 1, 1)) for year in (2000, 2001))
    except ValueError:
        return None
    return one if one == other else None


def _digits(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most and (most == 2 or len(text) == 4)
