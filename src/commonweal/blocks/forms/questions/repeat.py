"""A repeat group: the same questions for each of several things."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from commonweal.blocks.forms.answers.faults import Fault, Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Fields, Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.answers.rows import row_count, with_row, without_row
from commonweal.blocks.forms.answers.texts import Localised, first_words, say, with_label
from commonweal.blocks.forms.question import MISSING, Absent, AnswerContext, Question
from commonweal.kernel.definition import Evaluate, Expression, Finding, Path
from commonweal.kernel.values import INTEGER, ListOf, Record, ValueType
from commonweal.kernel.written.numbers import WholeNumber

if TYPE_CHECKING:
    RowQuestion = Question

ROWS_AT_MOST = 100


class RepeatQuestion(Question):
    """The answer is a list of objects by the keys in `each`. `min` and `max` are numbers or CEL expressions;
    `item` names one row ("Item"). Conditions inside see the other answers of the same row by their keys."""

    type: Literal["repeat"]
    each: "list[RowQuestion]" = Field(min_length=1)
    min: WholeNumber | str | None = None
    max: WholeNumber | str | None = None
    item: Localised | None = None

    may_repeat: ClassVar[bool] = False
    nothing: ClassVar[str] = msgid("Add at least one")
    notation: ClassVar[str] = "a list with one {key: answer} for each row"

    def value_type(self) -> ValueType:
        return ListOf(Record({q.key: q.value_type() for q in self.each if q.asks}))

    def limits(self, context: AnswerContext) -> tuple[int, int]:
        """Fewest and most rows. A limit that is unknown yet does not apply."""
        fewest = self._limit(self.min, context.evaluate, 1 if self.required else 0)
        return fewest, min(ROWS_AT_MOST, self._limit(self.max, context.evaluate, ROWS_AT_MOST))

    def ends(self) -> tuple[int, int]:
        fewest, most = (end if isinstance(end, int) else None for end in (self.min, self.max))
        return max(1, fewest or 1), ROWS_AT_MOST if most is None else min(most, ROWS_AT_MOST)

    def _limit(self, limit: int | str | None, evaluate: Evaluate, otherwise: int) -> int:
        found = evaluate(limit) if isinstance(limit, str) else limit
        if isinstance(found, float) and found.is_integer():
            found = int(found)
        return found if isinstance(found, int) and not isinstance(found, bool) else otherwise

    def take_typed(self, typed: Typed, context: AnswerContext) -> object:
        def answer(index: int, question: Question, inside: AnswerContext) -> object:
            return question.take_typed(typed.under(f"{index}-{question.key}"), inside)

        return self.validated(self._rows(row_count(typed), answer, context), context)

    def accept(self, value: object, context: AnswerContext) -> object:
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise Wrong(msgid("Give this answer as a list of objects"))

        def answer(index: int, question: Question, inside: AnswerContext) -> object:
            return question.take(value[index].get(question.key), inside)

        return self._rows(len(value), answer, context)

    def _rows(
        self, count: int, answer: Callable[[int, Question, AnswerContext], object], context: AnswerContext
    ) -> object:
        if count == 0:
            return MISSING
        fewest, most = self.limits(context)
        if count > most:
            raise Wrong(msgid("You can add {max} at most"), max=most)
        rows, faults = [], []
        for index in range(count):
            row, wrong = self._row(index, answer, context)
            rows.append(row)
            faults += wrong
        if count < fewest and not faults:
            faults.append(Fault(msgid("Add {min} or more"), {"min": fewest}, missing=True))
        if faults:
            raise Wrong(faults=faults)
        return rows

    def _row(
        self, index: int, answer: Callable[[int, Question, AnswerContext], object], context: AnswerContext
    ) -> tuple[dict[str, object], list[Fault]]:
        row: dict[str, object] = {}
        faults: list[Fault] = []
        for question in self.each:
            if not question.asks:
                continue
            inside = context.in_row(row)
            try:
                found = answer(index, question, inside) if inside.applies(question.when) else MISSING
            except Wrong as wrong:
                faults += [question.reword(f).below(f"{index}-{question.key}") for f in wrong.faults]
                continue
            row[question.key] = None if isinstance(found, Absent) else found
        return _answered(row), faults

    def pruned(self, answer: Sequence[Mapping[str, object]], context: AnswerContext) -> object:
        kept = []
        for row in answer:
            fresh: dict[str, object] = {}
            for question in self.each:
                if question.asks:
                    applies = question.key in row and context.in_row(fresh).applies(question.when)
                    fresh[question.key] = row[question.key] if applies else None
            kept.append(_answered(fresh))
        return kept

    def write(self, answer: Sequence[Mapping[str, object]]) -> Mapping[str, list[str]]:
        written = {}
        for index, row in enumerate(answer):
            for question in self.each:
                if question.key in row:
                    for part, values in question.write(row[question.key]).items():
                        name = f"{index}-{question.key}"
                        written[f"{name}-{part}" if part else name] = list(values)
        return written

    def show(self, answer: Sequence[Mapping[str, object]], language: str) -> list[str]:
        return [f"{number}. {self._row_in_words(row, language)}" for number, row in enumerate(answer, start=1)]

    def _row_in_words(self, row: Mapping[str, object], language: str) -> str:
        shown = [(q.words(language), ", ".join(q.show(row[q.key], language))) for q in self.each if q.key in row]
        if len(shown) == 1:
            return shown[0][1]
        return "; ".join(with_label(label.rstrip(), words) for label, words in shown)

    def press(self, fields: Fields, typed: Typed, context: AnswerContext) -> Fields | None:
        if typed.one("add"):
            _, most = self.limits(context)
            if row_count(typed) >= most:
                raise Wrong(msgid("You can add {max} at most"), max=most)
            return with_row(fields, typed.name, self.each[0].key)
        remove = typed.one("remove")
        if remove.isascii() and remove.isdigit():
            return without_row(fields, typed.name, int(remove[:4]))
        return self._press_in_rows(fields, typed, context)

    def _press_in_rows(self, fields: Fields, typed: Typed, context: AnswerContext) -> Fields | None:
        for index in range(row_count(typed)):
            for question in self.each:
                name = f"{index}-{question.key}"
                try:
                    changed = question.press(fields, typed.under(name), context)
                except Wrong as wrong:
                    raise Wrong(faults=[question.reword(fault).below(name) for fault in wrong.faults]) from None
                if changed is not None:
                    return changed
        return None

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        language = context.form_context.language
        fewest, most = self.limits(context)
        count = min(most, max(row_count(typed), fewest, 1 if self.required else 0))
        return self.frame(
            typed,
            context,
            errors,
            rows=[{"fields": self._row_fields(index, typed, context, errors)} for index in range(count)],
            row_label=first_words([self.item], language, say(language, msgid("Item"))),
            min=fewest,
            full=count >= most,
        )

    def _row_fields(
        self, index: int, typed: Typed, context: AnswerContext, errors: Mapping[str, str]
    ) -> list[FieldView]:
        row: dict[str, object] = {}
        fields = []
        for question in self.each:
            inside, mine = context.in_row(dict(row)), typed.under(f"{index}-{question.key}")
            applies = inside.applies(question.when)
            if applies:
                fields.append(question.view(mine, inside, errors))
            if not question.asks:
                continue
            try:
                found = question.take_typed(mine, inside) if applies else MISSING
            except Wrong:
                continue
            row[question.key] = None if isinstance(found, Absent) else found
        return fields

    def findings(self, path: Path) -> Iterable[Finding]:
        fewest = self.min if isinstance(self.min, int) else 1
        most = self.max if isinstance(self.max, int) else ROWS_AT_MOST
        if most < max(fewest, 1) or most > ROWS_AT_MOST:
            yield self._never((*path, "max" if isinstance(self.max, int) else "min"))
        if not any(question.asks for question in self.each):
            message = f"The rows of '{self.key}' ask for nothing."
            yield Finding("form-no-question", message, "Add a question to `each`.", (*path, "each"))

    def closed_when(self) -> Iterable[str]:
        fewest, most = self.min or 1, ROWS_AT_MOST if self.max is None else self.max
        if isinstance(most, str):
            yield f"({most}) < 1"
        if isinstance(fewest, str):
            yield f"({fewest}) > {ROWS_AT_MOST}"
        if isinstance(fewest, str) or isinstance(most, str):
            yield f"({fewest}) > ({most})"

    def no_rows(self, evaluate: Evaluate, path: Path) -> Iterable[Finding]:
        """The same where limits are expressions, as far as they can be worked out without answers."""
        expressions = [name for name in ("min", "max") if isinstance(getattr(self, name), str)]
        fewest, most = self._limit(self.min, evaluate, 1), self._limit(self.max, evaluate, ROWS_AT_MOST)
        if expressions and min(most, ROWS_AT_MOST) < max(fewest, 1):
            yield self._never((*path, expressions[0]))

    def _never(self, path: Path) -> Finding:
        return Finding(
            "form-limits",
            f"'{self.key}' can never have the number of rows that it asks for.",
            f"Make max at least min, and at most {ROWS_AT_MOST}.",
            path,
        )

    def own_expressions(self, path: Path, scope: Mapping[str, ValueType]) -> Iterable[Expression]:
        for name, limit in (("min", self.min), ("max", self.max)):
            if isinstance(limit, str):
                yield Expression((*path, name), limit, INTEGER, scope)


def _answered(row: Mapping[str, object]) -> dict[str, object]:
    """A row without the questions that have no answer."""
    return {key: answer for key, answer in row.items() if answer is not None}
