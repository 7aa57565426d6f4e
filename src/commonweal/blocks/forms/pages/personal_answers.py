"""Which answers are personal data, and for what purpose."""

from collections.abc import Iterator

from commonweal.blocks.forms.answers.results import PersonalAnswer
from commonweal.blocks.forms.pages.page import Form, inner, questions_of
from commonweal.blocks.forms.question import Personal, Question


def personal_answers(form: Form) -> list[PersonalAnswer]:
    """Every answer that its definition calls personal, or that is so by its type unless the definition denies it."""
    return [answer for _, question in questions_of(form) for answer in _of(question, "")]


def _of(question: Question, before: str) -> Iterator[PersonalAnswer]:
    path = f"{before}{question.key}"
    if isinstance(question.personal, Personal):
        own = question.personal
        yield PersonalAnswer(path, own.kind, own.purpose)
    elif question.personal is None and question.obviously_personal:
        yield PersonalAnswer(path, "ordinary")
    for within in inner(question):
        yield from _of(within, f"{path}.")
