"""Decides whether certain answers can be given, and a certain point of the journey reached with them."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date

from commonweal.blocks.forms.api import (
    Form,
    FormContext,
    Page,
    Question,
    any_upload,
    clean_answers,
    conditions_of,
    inner,
    limits,
    made_up,
    page_applies,
    questions_of,
)
from commonweal.kernel.budget import spend
from commonweal.kernel.definition import Evaluate, Expression, NoValue
from commonweal.kernel.steady_random import steady_dice
from commonweal.services.definitions.language.compiled import CompiledService


class Ways:
    """The ways through the form of a service on a day."""

    def __init__(self, service: CompiledService, on: date) -> None:
        self.service, self.on = service, on
        self.form: Form = service.content("form") or []
        self.limits = limits(self.form)
        self.asked = {question.key: question for _, question in questions_of(self.form) if question.asks}

    def with_answers(
        self, given: Mapping[str, object], conditions: Sequence[str], before: Iterable[Page]
    ) -> Evaluate | None:
        """The evaluator after a journey in which these answers were given; None where there is no such journey.

        given       answers by the key of their question, and other values by name; None for a question without an
                    answer: one that is not asked on this journey, or left blank
        conditions  have to be true at its end
        before      pages of the form that come before its end, of which none may be an exit that applies

        Other answers that are needed to be asked these questions, and for the conditions, are made up."""
        spend(2 * len(self.form))
        lacking = {name.partition(".")[0] for name, value in given.items() if value is None}
        unanswered = {key for key in lacking if self.asked[key].required}
        given = {name: value for name, value in given.items() if name.partition(".")[0] not in lacking}
        others = {name: value for name, value in given.items() if name not in self.asked}
        answers = {name: value for name, value in given.items() if name in self.asked}
        self._add_what_leads_there(answers, others, lacking, conditions)
        blank = {key for key in lacking if not self.asked[key].required}
        form_context = self.form_context(others, blank)
        cleaned = clean_answers(self.form, self._with_whole_rows(answers, form_context), form_context, complete=False)
        if cleaned.errors or cleaned.dropped or cleaned.unfinished:
            return None
        evaluate = form_context.evaluate_for(cleaned.answers)
        if any(evaluate(source) is not True for source in conditions) or self._are_asked(unanswered, evaluate):
            return None
        return None if any(page.exit and page_applies(page, evaluate) for page in before) else evaluate

    def leading_to(self, given: Mapping[str, object], conditions: Sequence[str]) -> dict[str, object]:
        """Answers, and other values by name, with which these questions are asked and the conditions are true, as far
        as they are found; the given ones are among them."""
        others = {name: value for name, value in given.items() if name not in self.asked}
        answers = {name: value for name, value in given.items() if name in self.asked}
        self._add_what_leads_there(answers, others, set(), conditions)
        return {**others, **answers}

    def form_context(self, others: Mapping[str, object], blank: Container[str]) -> FormContext:
        """The context in which questions are asked together with the values of these other names."""

        def evaluate_for(given: Mapping[str, object]) -> Evaluate:
            return self.service.evaluate({**others, **given}, on=self.on, blank=blank)

        return FormContext("en", self.on, evaluate_for, upload=any_upload)

    def ends_journey(self, given: Mapping[str, object]) -> bool:
        """Whether these answers show that a criterion does not hold: the journey ends with the reason for it."""
        return self.service.assess(given, on=self.on).eligible is False

    def _add_what_leads_there(
        self, answers: dict[str, object], others: dict[str, object], lacking: set[str], conditions: Sequence[str]
    ) -> None:
        waiting = [*conditions, *self._conditions_of(set(answers)), *self._without(lacking)]
        seen: set[str] = set()
        while waiting:
            source = waiting.pop(0)
            evaluate = self.service.evaluate({**others, **answers}, on=self.on, blank=lacking)
            if source in seen or evaluate(source) is True:
                continue
            seen.add(source)
            true = next(self.service.rules.true_with(source, self.on, self.limits), {})
            free = {name: value for name, value in true.items() if name not in {*answers, *others, *lacking}}
            new = {name: as_answer(value) for name, value in free.items() if value is not None}
            left_out = {name.partition(".")[0] for name in free if name not in new} - set(new)
            answers |= {name: value for name, value in new.items() if name in self.asked}
            others |= {name: value for name, value in new.items() if name not in self.asked}
            lacking |= left_out
            waiting += [*self._conditions_of(set(new)), *self._without(left_out)]

    def _without(self, keys: Collection[str]) -> list[str]:
        """The conditions under which these questions are not asked, where they cannot be left blank."""
        required = [pair for pair in questions_of(self.form) if pair[1].key in keys and pair[1].required]
        asked = (" && ".join(f"({source})" for source in conditions_of(*pair)) for pair in required)
        return [f"!({source})" for source in asked if source]

    def _with_whole_rows(self, answers: Mapping[str, object], form_context: FormContext) -> dict[str, object]:
        """The answers with what else has to be answered in the rows of repeat groups, and other answers in place of
        those that a question there refuses: one such row makes the whole answer invalid."""
        found = dict(answers)
        for _, group in questions_of(self.form):
            rows = answers.get(group.key) if inner(group) else None
            if isinstance(rows, list):
                found[group.key] = [dict(_whole_row(group, row, form_context)) for row in rows]
        return found

    def _are_asked(self, keys: Collection[str], evaluate: Evaluate) -> bool:
        """Whether one of these questions is asked."""
        conditions = [conditions_of(*pair) for pair in questions_of(self.form) if pair[1].key in keys]
        return any(all(evaluate(source) is True for source in each) for each in conditions)

    def _conditions_of(self, keys: set[str]) -> list[str]:
        """The conditions under which these questions are asked."""
        return [
            source
            for page, question in questions_of(self.form)
            if question.key in keys
            for source in conditions_of(page, question)
        ]


def as_answer(value: object) -> object:
    """A value that an expression saw, as an answer holds it."""
    if isinstance(value, Mapping):
        return {key: as_answer(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_answer(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _whole_row(group: Question, row: Mapping[str, object], form_context: FormContext) -> Iterator[tuple[str, object]]:
    for question in inner(group):
        value = row.get(question.key)
        if question.asks and (question.required or value is not None):
            spend(5)
            pool = [] if value is None else [value]
            yield question.key, made_up(question, {}, form_context, steady_dice(), pool)


def rows_of(group: Question, row: Mapping[str, object]) -> list[Mapping[str, object]]:
    """As many rows like this one as a repeat group needs."""
    fewest, _ = group.ends()
    return [row] * max(1, fewest or 1)


def lacks_value_on_a_journey(
    service: CompiledService, rule: Expression, values: Mapping[str, object], on: date
) -> bool:
    """Whether the rule has no value on some journey that reaches it and on which the form accepted these values.

    values by name, including names that exist only at the rule"""
    ways = Ways(service, on)
    own = {name: as_answer(value) for name, value in values.items() if name.partition(".")[0] in rule.scope}
    given = {name: as_answer(value) for name, value in values.items() if name not in own}
    if "value" in own:
        own[rule.about] = own["value"]
    row = {name: value for name, value in own.items() if name != "value"}
    group = ways.form[int(rule.path[1])].questions[int(rule.path[3])] if "each" in rule.path else None
    given |= row if group is None else {group.key: rows_of(group, row)}
    evaluate = ways.with_answers(given, list(_conditions_before(ways.form, rule)), _pages_before(ways.form, rule))
    if evaluate is None:
        return False
    places = [own] if group is None else [_names_in(group, each, rule) for each in evaluate(group.key)]
    return any(
        isinstance(evaluate(rule.source, each) if rule.scope else evaluate(rule.source), NoValue) for each in places
    )


def _names_in(group: Question, row: Mapping[str, object], rule: Expression) -> dict[str, object]:
    """What the names of the rule's own place mean in a row."""
    own = {question.key: as_answer(row.get(question.key)) for question in inner(group) if question.asks}
    return {**own, "value": own[rule.about]} if rule.about in own else own


def _conditions_before(form: Form, rule: Expression) -> Iterator[str]:
    """The conditions that are asked before the rule: those of its page and of its question."""
    if rule.path[:1] != ("form",):
        return
    _, number, *rest = rule.path
    page = form[int(number)]
    if len(rest) > 1:
        yield from conditions_of(page)
    if len(rest) > 2 and rest[2:] != ["when"]:
        question = page.questions[int(rest[1])]
        yield from () if question.when is None else (question.when,)


def _pages_before(form: Form, rule: Expression) -> Sequence[Page]:
    """The pages that come before the rule: all of them if it is not a rule of the form."""
    return form[: int(rule.path[1])] if rule.path[:1] == ("form",) and len(rule.path) > 1 else form
