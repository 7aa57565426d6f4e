"""Pages ready for a template: what to ask, what the inputs hold, what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from commonweal.blocks.forms.answers.context import FormContext
from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView, PageView
from commonweal.blocks.forms.answers.texts import with_label
from commonweal.blocks.forms.markup import safe_html
from commonweal.blocks.forms.pages.page import Form, Page, find_page, inner
from commonweal.blocks.forms.pages.prefilling import can_be_filled
from commonweal.blocks.forms.pages.unfinished import Unfinished, input_strings
from commonweal.blocks.forms.question import Absent, AnswerContext, Question
from commonweal.kernel.text import in_language


def page_view(
    form: Form,
    part: str,
    answers: Mapping[str, object],
    form_context: FormContext,
    *,
    typed: Mapping[str, tuple[str, ...]] | None = None,
    errors: Mapping[str, str] | None = None,
    unfinished: Unfinished | None = None,
) -> PageView:
    """A page with what was answered, or was typed just now (`Cleaned.typed`) or before (`Cleaned.unfinished`), else
    what `prefill` knows.

    Raises NotFound for an unknown page.
    """
    page = find_page(form, part)
    language, wrong = form_context.language, errors or {}
    if page.exit:
        links = [(in_language(link.words, language), link.url) for link in page.exit.links]
        more = [field["html"] for field in _fields(page, answers, form_context, None, {}, {})]
        words = "".join([safe_html(in_language(page.exit.text, language)), *more])
        return PageView(part, in_language(page.words, language), _intro(page, language), (), exit=words, links=links)
    fields = list(_fields(page, answers, form_context, typed, wrong, unfinished or {}))
    return PageView(
        part,
        in_language(page.words, language),
        _intro(page, language),
        fields,
        errors=[{"href": f"#{name}", "text": _with_label(name, words, fields)} for name, words in wrong.items()],
        asked=tuple(asked_names(fields)),
        has_files=any(question.type == "file" for q in page.questions for question in (q, *inner(q))),
    )


def _with_label(name: str, words: str, fields: Sequence[FieldView]) -> str:
    """The words of a fault as a summary above the page shows them: after the question that they belong to."""
    for field in fields:
        own = str(field.get("name", ""))
        if field.get("label") and (name == own or name.startswith(f"{own}-")):
            return with_label(str(field["label"]).rstrip(), words)
    return words


def _intro(page: Page, language: str) -> str:
    return safe_html(in_language(page.intro, language))


def _fields(
    page: Page,
    answers: Mapping[str, object],
    form_context: FormContext,
    typed: Mapping[str, tuple[str, ...]] | None,
    errors: Mapping[str, str],
    unfinished: Unfinished,
) -> Iterator[FieldView]:
    """The fields of the questions that apply, given what is typed on the page."""
    so_far = answers if typed is None else _typed_so_far(page, answers, form_context, typed)
    alone = [q for q in page.questions if q.asks]
    for question in page.questions:
        context = AnswerContext(form_context, so_far)
        if not context.applies(question.when):
            continue
        if typed is not None:
            inputs = typed
        elif question.key in unfinished:
            inputs = input_strings(question, unfinished[question.key])
        else:
            inputs = written(question, answers, context)
        mine = Typed(inputs, question.key)
        view = question.view(mine, context, errors)
        if question.label is None and alone == [question]:
            view["label"] = in_language(page.words, form_context.language)
        yield {**view, "page_heading": page.questions == [question]}


def _typed_so_far(
    page: Page, answers: Mapping[str, object], form_context: FormContext, typed: Mapping[str, tuple[str, ...]]
) -> dict[str, object]:
    """All answers, with those typed on the page in place of its own from before, unless what is typed is none: as in
    `clean_page`, so that what it finds wrong is shown. A question may depend on one that is further down."""
    own = {question.key for question in page.questions}
    so_far = {key: value for key, value in answers.items() if key not in own}
    left = [question for question in page.questions if question.asks]
    while left:
        asked = []
        for question in left:
            context = AnswerContext(form_context, so_far)
            if context.applies(question.when):
                asked.append(question)
                so_far = so_far | _silently(question, Typed(typed, question.key), context, answers)
        if not asked:
            break
        left = [question for question in left if question not in asked]
    return so_far


def _silently(
    question: Question, typed: Typed, context: AnswerContext, former: Mapping[str, object]
) -> dict[str, object]:
    try:
        found = question.take_typed(typed, context)
    except Wrong:
        return {question.key: former[question.key]} if question.key in former else {}
    return {} if isinstance(found, Absent) else {question.key: found}


def written(question: Question, answers: Mapping[str, object], context: AnswerContext) -> dict[str, tuple[str, ...]]:
    """The strings in the inputs of a question: its answer, or what is known about the person."""
    answer = answers.get(question.key)
    if answer is None and question.prefill:
        answer = _prefilled(question, context)
    if answer is None:
        return {}
    parts = question.write(answer).items()
    return {f"{question.key}-{part}" if part else question.key: tuple(values) for part, values in parts}


def _prefilled(question: Question, context: AnswerContext) -> object:
    """What is known under the dotted name in `prefill`, if it would do as an answer."""
    source = question.prefill or ""
    if not can_be_filled(question.type, source):
        return None
    value: Any = context.form_context.known
    for name in source.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    try:
        answer = None if value is None else question.accept(value, context)
    except Wrong:
        return None
    return None if isinstance(answer, Absent) else answer


def asked_names(fields: Sequence[FieldView]) -> Iterator[str]:
    """Names of all questions on a page, those in rows of repeat groups included; pages post them as `_asked`."""
    for field in fields:
        if field["type"] == "content":
            continue
        yield field["name"]
        for row in field["rows"] if field["type"] == "repeat" else ():
            yield from asked_names(row["fields"])
