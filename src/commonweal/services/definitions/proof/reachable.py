"""Pages and questions of the form to which no answers lead, and questions that take no answer."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice

from commonweal.blocks.forms.api import CHECK, FormContext, Page, Question, conditions_of, inner, made_up
from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.steady_random import steady_dice
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.proof.ways import Ways, as_answer

MADE_UP = frozenset({"yes_no", "declaration", "integer", "number", "money", "date", "choice", "choices", "time"})
MOST_TRIED = 40  # answers for which the conditions are true, until none is looked for any more


def out_of_reach(service: CompiledService, shown: Collection[str], today: date) -> Iterator[Finding]:
    """A warning for each page, and each question with a condition of its own, to which the search finds no path.

    shown   the steps that examples come to ("form/where"); nothing is searched for their pages

    That conditions can be true is not enough: a question that one of them reads may be asked only where another is
    false, an exit may come before, and the journey ends as soon as a criterion does not hold."""
    ways = Ways(service, today)
    for number, page in enumerate(ways.form):
        if page.when is not None and f"form/{page.page}" not in shown and not _leads(ways, conditions_of(page), number):
            yield _finding(f"the page '{page.page}'", ("form", number, "when"))
            continue
        for index, question in enumerate(page.questions):
            if question.when is not None and not _leads(ways, conditions_of(page, question), number):
                yield _finding(f"the question '{question.key}'", ("form", number, "questions", index, "when"))


def never_finished(service: CompiledService, shown: Collection[str], today: date) -> Iterator[Finding]:
    """A warning for a form that makes cases and whose paths all lead to an exit, so that it cannot be submitted."""
    ways = Ways(service, today)
    exits = [(number, page) for number, page in enumerate(ways.form) if page.exit]
    if not exits or f"form/{CHECK}" in shown or not any(section.opens for section in service.sections.values()):
        return
    conditions = [f"!({page.when})" for _, page in exits if page.when is not None]
    if len(conditions) < len(exits) or not _leads(ways, conditions, len(ways.form)):
        yield Finding(
            "out-of-reach",
            "No answers were found with which the form can be sent: every path through it leads to an exit.",
            "Look at the conditions of the exits, or add an example that reaches the end.",
            ("form", exits[-1][0]),
            "warning",
        )


def unanswerable(service: CompiledService, today: date) -> Iterator[Finding]:
    """A finding for each question that has to be answered and refuses every answer that was made up for it, because its
    requirements contradict each other, or because a limit leaves no room. It is a mistake where the answers that were
    made up represent all others, else a warning.

    Only types of question whose answers can be made up are checked, and only their requirements on their own answer."""
    ways = Ways(service, today)
    form_context = FormContext("en", today, lambda given: service.evaluate(given, on=today))
    for number, page in enumerate(ways.form):
        for index, question in enumerate(page.questions):
            if not (question.required and _can_be_made_up(question)):
                continue
            pool = list(_tried(ways, question))
            if made_up(question, {}, form_context, steady_dice(), pool) is None and _says_something(ways, question):
                yield Finding(
                    "takes-no-answer",
                    f"No answer was found that the question '{question.key}' accepts.",
                    "Look at its requirements and limits: together they may refuse everything.",
                    ("form", number, "questions", index),
                    "error" if _represented(ways, question) else "warning",
                )


def _says_something(ways: Ways, question: Question) -> bool:
    return all(ways.service.rules.is_searchable(rule.when, _own_names(question)) for rule in question.must)


def _represented(ways: Ways, question: Question) -> bool:
    rules = ways.service.rules
    return all(rules.is_decidable(rule.when, ways.on, _own_names(question)) for rule in question.must)


def _own_names(question: Question) -> dict[str, None]:
    return {"value": None, question.key: None}


def _can_be_made_up(question: Question) -> bool:
    """Whether finding no answer proves something: a type whose answers can be made up, that may refuse some."""
    rows = inner(question)
    if rows:
        return all(each.type in MADE_UP and not each.must and each.when is None for each in rows)
    return question.type in MADE_UP and bool(question.must)


def _tried(ways: Ways, question: Question) -> Iterator[object]:
    """Answers that the requirements of a question may distinguish."""
    own = _own_names(question)
    for rule in question.must:
        tried = ways.service.rules.worth_trying(rule.when, ways.on, {}, own)
        yield from (as_answer(value) for name in own for value in tried.get(name, ()))


def _leads(ways: Ways, conditions: list[str], number: int) -> bool:
    """Whether some answers lead to a place on the page of this number, with these conditions."""
    before: list[Page] = ways.form[:number]
    both = " && ".join(f"({source})" for source in conditions)
    tried = islice(ways.service.rules.true_with(both, ways.on, ways.limits), MOST_TRIED)
    answers = ({name: as_answer(value) for name, value in values.items()} for values in tried)
    return any(
        ways.with_answers(given, conditions, before) is not None and not ways.ends_journey(given) for given in answers
    )


def _finding(what: str, path: Path) -> Finding:
    return Finding(
        "out-of-reach",
        f"No answers were found that lead to {what}.",
        "Look at the conditions of the questions that its own condition reads, at the exits before it, and at the "
        "criteria of eligibility, which end the journey where they do not hold; or add an example that reaches it.",
        path,
        "warning",
    )
