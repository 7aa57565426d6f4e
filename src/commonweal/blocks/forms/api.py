"""The front door of forms: read a form, clean answers, show pages and answers, carry drafts over.

A `Form` is the validated content of the `form:` section: a list of pages.

Answers are JSON values by question key: text and choices are strings, integers and money (minor units) integers,
numbers floats, days "2026-05-02", times "14:30", yes/no booleans, many-of lists of strings, addresses, persons and
files objects, repeat groups lists of objects. Drafts store them, the API exchanges them, expressions see them.
An answer that does not apply is absent: never null, never empty.

    read_form(data) -> Form                                         ValueError (pydantic's) when it is not a form
    find_page(form, part) -> Page                                   NotFound
    clean_page(form, part, posted, answers, context, *, later=False) -> Cleaned    what a browser posted for one page
    clean_answers(form, given, context, *, complete=True) -> Cleaned what an API client sent, all pages at once
    typed_on(form, part, posted) -> Unfinished                      all of it unfinished, for a draft that is not so far
    page_view(form, part, answers, context, *, typed=None, errors=None, unfinished=None) -> PageView
    summary(form, answers, context) -> list[SummaryGroup]            the rows of check-your-answers
    from_example(form, given) -> answers                            what an example in a definition writes
    refused_in_example(form, given, context) -> (path, why, notation)   answers in it that cannot be given
    shown(form, key, answer, language) -> list[str]                 one answer in words
    prune(form, answers, evaluate_for) -> Pruned                    only the answers that apply
    asked_on(page, evaluate) -> list[Question]                      the questions that apply on a page
    conditions_of(page, question=None) -> list[str]                 what must be true for it to be asked
    unfinished_values(unfinished) -> {key: value}                   what is not an answer yet, for a program
    unfinished_in_words(form, unfinished) -> {key: words}           the same for people
    carry_over(old, new, answers, around) -> CarriedOver            a draft in a new version
    choices(form) -> {name: [values]}                               what answers of choices can hold, for the proof
    any_upload(identifier) -> UploadFacts                           a stored file for every id, to rehearse a form
    made_up(question, answers, context, chance, pool=(), pools_in_rows={}) -> object   an answer to rehearse with
    limits(form) -> {name: AnswerRange}                             what answers can be, for the proof
    patterns_that_nothing_fits(form, evaluate) -> findings          patterns that the expression language does not take
    rows_that_cannot_be(form, evaluate) -> findings                 repeat groups whose limits leave no number of rows
    NotApplying(form, blank) -> Container[str]                      answers that will not come, for the evaluator
    currencies(form) -> {name: currency}                            of the answers that are amounts
    located(form) -> (path, question, group)                        every question, also those inside repeat groups
    can_be_filled(type, name) -> bool, filled_from(type) -> names   what `prefill` of a question can be
    personal_answers(form) -> list[PersonalAnswer]                  which answers are personal data
    uploads_in(form, answers) -> list[str]                          ids of the stored files that answers refer to
    uploads_unfinished(form, unfinished) -> list[str]               the same for what is not an answer yet

`context` is a `FormContext`: language, day, evaluators, gazetteer, uploads. Nothing above needs a database.

Files are stored before they are answers:

    receive_files(form, part, posted, files, owner=, acting=, network=) -> Received    stores request.FILES
    store_upload(file=, owner=, acting=, max_size=, network=) -> UploadFacts
    upload_facts(identifier, owner=) -> UploadFacts | None                   for FormContext.upload
    find_upload(upload=, acting=), open_upload(upload=, acting=), delete_upload(upload=, acting=)
    place_gazetteer()                                                        for FormContext.gazetteer
    keep_uploads(ids, holder=, organisation=, owner=, acting=)               on submission; the section does it
    hand_over_uploads(guest=, to=, acting=, only=None)                       when a guest has signed in, or moved
    delete_replaced(ids, owner=, acting=)                                    when a draft no longer refers to them
    delete_held(holder=, acting=)                                            when a case is deleted
    unscanned(ids) -> set[str]                                               which no scanner has looked at
    FileHolder                                      what the capability provides whose objects files are submitted with
"""

from commonweal.blocks.forms.actions.delete_upload import delete_held, delete_replaced, delete_upload
from commonweal.blocks.forms.actions.hand_over_uploads import hand_over_uploads
from commonweal.blocks.forms.actions.keep_uploads import keep_uploads
from commonweal.blocks.forms.actions.open_upload import OpenedUpload, find_upload, open_upload, upload_facts
from commonweal.blocks.forms.actions.scan_upload import unscanned
from commonweal.blocks.forms.actions.store_upload import LARGEST, store_upload
from commonweal.blocks.forms.answers.context import Address, EvaluateFor, FormContext, Gazetteer, UploadFacts
from commonweal.blocks.forms.answers.results import (
    CarriedOver,
    Cleaned,
    FieldView,
    PageView,
    PersonalAnswer,
    Pruned,
    SummaryGroup,
    SummaryRow,
)
from commonweal.blocks.forms.files.quotas import Busy, NoRoom
from commonweal.blocks.forms.filling.carry_over import carry_over
from commonweal.blocks.forms.filling.cleaning import clean_answers, clean_page, typed_on
from commonweal.blocks.forms.filling.example_answers import from_example, refused_in_example
from commonweal.blocks.forms.filling.journey import missing_answers, pages_shown
from commonweal.blocks.forms.filling.receiving import Received, receive_files
from commonweal.blocks.forms.filling.sample_answers import any_upload, made_up
from commonweal.blocks.forms.filling.summary import label_of, shown, summary
from commonweal.blocks.forms.filling.viewing import page_view
from commonweal.blocks.forms.pages.applicability import asked_on, page_applies, prune
from commonweal.blocks.forms.pages.checking import patterns_that_nothing_fits, rows_that_cannot_be
from commonweal.blocks.forms.pages.gazetteer import place_gazetteer
from commonweal.blocks.forms.pages.naming import choices, limits, uploads_in, uploads_unfinished
from commonweal.blocks.forms.pages.not_applying import NotApplying
from commonweal.blocks.forms.pages.page import (
    CHECK,
    Form,
    Page,
    conditions_of,
    currencies,
    find_page,
    inner,
    located,
    questions_of,
    read_form,
)
from commonweal.blocks.forms.pages.personal_answers import personal_answers
from commonweal.blocks.forms.pages.prefilling import can_be_filled, filled_from
from commonweal.blocks.forms.pages.unfinished import Unfinished, as_value, in_words
from commonweal.blocks.forms.permissions import FileHolder
from commonweal.blocks.forms.question import Question
from commonweal.kernel.plurals import number_of

__all__ = [
    "CHECK",
    "LARGEST",
    "Address",
    "Busy",
    "CarriedOver",
    "Cleaned",
    "EvaluateFor",
    "FieldView",
    "FileHolder",
    "Form",
    "FormContext",
    "Gazetteer",
    "NoRoom",
    "NotApplying",
    "OpenedUpload",
    "Page",
    "PageView",
    "PersonalAnswer",
    "Pruned",
    "Question",
    "Received",
    "SummaryGroup",
    "SummaryRow",
    "Unfinished",
    "UploadFacts",
    "any_upload",
    "asked_on",
    "can_be_filled",
    "carry_over",
    "choices",
    "clean_answers",
    "clean_page",
    "conditions_of",
    "currencies",
    "delete_held",
    "delete_replaced",
    "delete_upload",
    "files_check",
    "filled_from",
    "find_page",
    "find_upload",
    "free_bytes",
    "from_example",
    "hand_over_uploads",
    "has_scanner",
    "inner",
    "keep_uploads",
    "label_of",
    "limits",
    "located",
    "made_up",
    "missing_answers",
    "open_upload",
    "page_applies",
    "page_view",
    "pages_shown",
    "patterns_that_nothing_fits",
    "personal_answers",
    "place_gazetteer",
    "prune",
    "questions_of",
    "read_form",
    "receive_files",
    "refused_in_example",
    "rows_that_cannot_be",
    "scanner_check",
    "shown",
    "store_upload",
    "summary",
    "typed_on",
    "unfinished_in_words",
    "unfinished_values",
    "unscanned",
    "upload_facts",
    "uploads_in",
    "uploads_unfinished",
]


def unfinished_values(unfinished: Unfinished) -> dict[str, object]:
    """What was given of questions that have no answer yet, by their keys."""
    return {key: as_value(key, kept) for key, kept in unfinished.items()}


def unfinished_in_words(form: Form, unfinished: Unfinished) -> dict[str, str]:
    """The same for people, as it was typed; without questions that the form no longer has."""
    asked = (question for _page, question in questions_of(form) if question.key in unfinished)
    return {question.key: in_words(question, unfinished[question.key]) for question in asked}


def files_check() -> str | None:
    """None if every file is sealed; else how many are not yet."""
    from commonweal.blocks.forms.actions.seal_uploads import count_unsealed

    count = count_unsealed()
    files = number_of(count, "file of an earlier version is", "files of an earlier version are")
    return f"{files} not sealed yet; the worker seals them" if count else None


def free_bytes() -> int:
    """What is free on the disk of the files."""
    from commonweal.blocks.forms.files import quotas

    return quotas.free_bytes()


def has_scanner() -> bool:
    """Whether this place has a virus scanner at all."""
    from commonweal.blocks.forms.files import scanner

    return scanner.is_configured()


def scanner_check() -> str | None:
    """None if the virus scanner answers, or none is configured; else what is wrong and what to do."""
    from commonweal.blocks.forms.files import scanner

    if not scanner.is_configured():
        return None
    try:
        scanner.scan(b"is anybody there?")
    except scanner.ScannerAway as error:
        return f"it does not answer ({error}); check COMMONWEAL_CLAMAV"
    return None
