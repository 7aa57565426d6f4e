"""Answers for reading: the rows of check-your-answers, of receipts and of case pages."""

from collections.abc import Mapping

from commonweal.blocks.forms.answers.context import FormContext
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.results import SummaryGroup, SummaryRow
from commonweal.blocks.forms.answers.texts import humanised, say
from commonweal.blocks.forms.pages.applicability import asked_on, page_applies
from commonweal.blocks.forms.pages.page import Form, Page, questions_of
from commonweal.blocks.forms.question import Question
from commonweal.kernel.text import in_language

NOT_ANSWERED = msgid("Not answered")


def summary(form: Form, answers: Mapping[str, object], form_context: FormContext) -> list[SummaryGroup]:
    """A group for each page that applies and asks something, with a row for each of its questions that applies."""
    evaluate = form_context.evaluate_for(answers)
    groups = []
    for page in form:
        if page.exit or not page_applies(page, evaluate):
            continue
        asked = [question for question in asked_on(page, evaluate) if question.asks]
        rows = [_row(page, question, answers, form_context.language) for question in asked]
        if rows:
            groups.append(SummaryGroup(page.page, in_language(page.words, form_context.language), rows))
    return groups


def _row(page: Page, question: Question, answers: Mapping[str, object], language: str) -> SummaryRow:
    answered = question.key in answers
    value = question.show(answers[question.key], language) if answered else [say(language, NOT_ANSWERED)]
    return SummaryRow(question.key, label_of(page, question, language), value, page.page, question.key, answered)


def label_of(page: Page, question: Question, language: str) -> str:
    """What people call a question: its label, the title of its page if it is alone there, else its key as words."""
    own = in_language(question.label, language)
    if own:
        return own
    if [q for q in page.questions if q.asks] == [question]:
        return in_language(page.words, language)
    return humanised(question.key)


def shown(form: Form, key: str, answer: object, language: str) -> list[str]:
    """One answer as text, line by line. An answer to a question that no longer exists is shown as stored."""
    for _, question in questions_of(form):
        if question.key == key and question.asks:
            return question.show(answer, language)
    return [str(answer)]
