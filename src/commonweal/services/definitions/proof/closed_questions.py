"""Questions that have to be answered, and that other answers close to every answer."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from commonweal.blocks.forms.api import conditions_of
from commonweal.kernel.answers import as_written
from commonweal.kernel.definition import Finding
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.proof.ways import Ways, as_answer

MOST_TRIED = 40


def closed_questions(service: CompiledService, today: date) -> Iterator[Finding]:
    """A mistake for each question that accepts no answer together with certain others, with those: a group of
    `children` rows where `children` is 0, but which requires a row."""
    ways = Ways(service, today)
    for number, page in enumerate(ways.form):
        for index, question in enumerate(page.questions):
            closing = (found for source in question.closed_when() for found in _ways_there(ways, number, index, source))
            for answers in islice(closing if question.required else (), 1):
                yield Finding(
                    "takes-no-answer",
                    f"The question '{question.key}' accepts no answer when {answers}.",
                    "Ask it only where there is an answer, with `when`; or change its limits.",
                    ("form", number, "questions", index),
                )


def _ways_there(ways: Ways, number: int, index: int, source: str) -> Iterator[str]:
    """Answers, as text, that make a condition true on paths that lead to a question."""
    page = ways.form[number]
    conditions = [*conditions_of(page, page.questions[index]), source]
    rules = ways.service.rules
    both = " && ".join(f"({each})" for each in conditions)
    for values in islice(rules.true_with(both, ways.on, ways.limits), MOST_TRIED):
        given = {name: as_answer(value) for name, value in values.items()}
        if ways.with_answers(given, conditions, ways.form[:number]) is not None:
            yield ", ".join(
                f"{name} is not answered"
                if value is None
                else f"{name} is {as_written(value, rules.rule_set.kind(name))}"
                for name, value in values.items()
            )
