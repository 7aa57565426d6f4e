"""The front door of forms: read a form, clean answers, show pages and answers, carry drafts over.

A `Form` is the validated content of the `form:` section: a list of pages.

Answers are JSON values by question key: text and choices are strings, integers and money (minor units) integers,
numbers floats, days "2026-05-02", times "14:30", yes/no booleans, many-of lists of strings, addresses, persons and
files objects, repeat groups lists of objects. Drafts store them, the API exchanges them, expressions see them.
An answer that does not apply is absent: never null, never empty.

    read_form(data) -> Form                                         ValueError (pydantic's) when it is not a form
    find_page(form, part) -> Page                                   NotFound
    clean_page(form, part, posted, answers, around) -> Cleaned      what a browser posted for one page
    clean_answers(form, given, around, *, complete=True) -> Cleaned what an API client sent, all pages at once
    page_view(form, part, answers, around, *, typed=None, errors=None) -> PageView
    summary(form, answers, around) -> list[SummaryGroup]            the rows of check-your-answers
    shown(form, key, answer, language) -> list[str]                 one answer in words
    prune(form, answers, evaluate_for) -> Pruned                    only the answers that apply
    asked_on(page, evaluate) -> list[Question]                      the questions that apply on a page
    carry_over(old, new, answers, around) -> CarriedOver            a draft in a new version
    choices(form) -> {name: [values]}                               what one-of answers can be, for the static proof
    personal_answers(form) -> list[PersonalAnswer]                  which answers are personal data
    uploads_in(form, answers) -> list[str]                          ids of the stored files that answers refer to

`around` is a `Circumstances`: language, day, evaluators, gazetteer, uploads. Nothing above needs a database.
"""

from commonweal.blocks.forms.applicability import asked_on, page_applies, prune
from commonweal.blocks.forms.carrying import carry_over
from commonweal.blocks.forms.circumstances import Address, Circumstances, EvaluateFor, Gazetteer, UploadFacts
from commonweal.blocks.forms.cleaning import clean_answers, clean_page
from commonweal.blocks.forms.journey import missing_answers, pages_shown
from commonweal.blocks.forms.naming import choices, uploads_in
from commonweal.blocks.forms.page import CHECK, Form, Page, find_page, questions_of, read_form
from commonweal.blocks.forms.personal_answers import personal_answers
from commonweal.blocks.forms.results import (
    CarriedOver,
    Cleaned,
    FieldView,
    PageView,
    PersonalAnswer,
    Pruned,
    SummaryGroup,
    SummaryRow,
)
from commonweal.blocks.forms.summary import label_of, shown, summary
from commonweal.blocks.forms.viewing import page_view

__all__ = [
    "CHECK",
    "Address",
    "CarriedOver",
    "Circumstances",
    "Cleaned",
    "EvaluateFor",
    "FieldView",
    "Form",
    "Gazetteer",
    "Page",
    "PageView",
    "PersonalAnswer",
    "Pruned",
    "SummaryGroup",
    "SummaryRow",
    "UploadFacts",
    "asked_on",
    "carry_over",
    "choices",
    "clean_answers",
    "clean_page",
    "find_page",
    "label_of",
    "missing_answers",
    "page_applies",
    "page_view",
    "pages_shown",
    "personal_answers",
    "prune",
    "questions_of",
    "read_form",
    "shown",
    "summary",
    "uploads_in",
]
