"""The names that a form adds to expressions, and the expressions in it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from commonweal.blocks.forms.pages.page import Form, inner, questions_of
from commonweal.blocks.forms.pages.unfinished import input_strings
from commonweal.blocks.forms.question import Question
from commonweal.blocks.forms.questions.choice import ChoiceQuestion
from commonweal.blocks.forms.questions.choices import ChoicesQuestion
from commonweal.kernel.definition import Expression, Path
from commonweal.kernel.values import AnswerRange, ValueType


def names(content: Form, document: Mapping[str, Any]) -> dict[str, ValueType]:
    """The type of every answer by the key of its question."""
    del document
    return {q.key: q.value_type() for _, q in questions_of(content) if q.asks}


def expressions(content: Form) -> Iterable[Expression]:
    """Conditions of pages and questions, requirements and limits, each with the names that it sees."""
    for number, page in enumerate(content):
        if page.when is not None:
            yield Expression((number, "when"), page.when)
        for index, question in enumerate(page.questions):
            path: Path = (number, "questions", index)
            yield from _of(question, path, {})
            row = {within.key: within.value_type() for within in inner(question) if within.asks}
            for position, within in enumerate(inner(question)):
                yield from _of(within, (*path, "each", position), row)


def _of(question: Question, path: Path, scope: Mapping[str, ValueType]) -> Iterable[Expression]:
    if question.when is not None:
        yield Expression((*path, "when"), question.when, scope=scope)
    for number, rule in enumerate(question.must):
        own = {**scope, "value": question.value_type(), question.key: question.value_type()}
        yield Expression((*path, "must", number, "when"), rule.when, scope=own, about=question.key)
    yield from question.own_expressions(path, scope)


def choices(content: Form) -> dict[str, list[str]]:
    """The values that one-of questions can have, and that any-of questions can hold, by name ("kind" in a repeat
    group is "items.kind")."""
    found = {}
    for _, question in questions_of(content):
        for within, name in ((question, question.key), *((q, f"{question.key}.{q.key}") for q in inner(question))):
            if isinstance(within, ChoiceQuestion | ChoicesQuestion):
                found[name] = [option.value for option in within.options]
    return found


def limits(content: Form) -> dict[str, AnswerRange]:
    """What answers can be, by name as in `choices`; names without a known range are omitted."""
    found = {}
    for page, question in questions_of(content):
        for within, name in ((question, question.key), *((q, f"{question.key}.{q.key}") for q in inner(question))):
            is_conditional = within.when is not None or (within is question and page.when is not None)
            found[name] = AnswerRange(*within.ends(), may_lack=is_conditional or not within.required)
    return {name: each for name, each in found.items() if each != AnswerRange()}


def uploads_unfinished(content: Form, unfinished: Mapping[str, Any]) -> list[str]:
    """Ids of the stored files that unfinished answers refer to, such as a row of which only the file is there."""
    found: list[str] = []
    for _, question in questions_of(content):
        keys = {each.key for each in (question, *inner(question)) if each.type == "file"}
        if question.key in unfinished and keys:
            fields = input_strings(question, unfinished[question.key])
            found += [each for name, values in fields.items() if name.split("-")[-1] in keys for each in values]
    return [each for each in found if _is_id(each)]


def _is_id(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def uploads_in(content: Form, answers: Mapping[str, object]) -> list[str]:
    """Ids of the stored files that the answers of file questions refer to, those in repeat groups included."""
    found: list[str] = []
    for _, question in questions_of(content):
        answer = answers.get(question.key)
        rows = answer if inner(question) and isinstance(answer, list) else []
        pairs = [(question, answer), *((q, row.get(q.key)) for row in rows for q in inner(question))]
        for asked, given in pairs:
            if asked.type == "file" and given:
                found += [one["upload"] for one in (given if isinstance(given, list) else [given])]
    return found
