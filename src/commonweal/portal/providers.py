"""Provides the words of services for the values in people's data."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import structlog
from django.utils.translation import get_language

from commonweal.blocks.cases import api as cases
from commonweal.blocks.forms import api as forms
from commonweal.kernel.personal import CodeNames, PartInWords, Told
from commonweal.kernel.problems import Problem
from commonweal.kernel.providers import provides
from commonweal.kernel.text import Text
from commonweal.services.definitions import api as definitions
from commonweal.web.formats import day, text
from commonweal.web.translated import say as _

log = structlog.get_logger(__name__)


@provides(CodeNames, "service")
def service_title(service: str, row: Mapping[str, object]) -> Text | None:
    """The title of a service ("organisation/service") that is offered today."""
    del row
    try:
        return definitions.published(service).title
    except Problem:
        return None


@provides(CodeNames, "state")
def state_title(state: str, row: Mapping[str, object]) -> Text | None:
    """What the service of the same row calls this state of a case."""
    try:
        worked = definitions.published(str(row.get("service", ""))).content("case")
    except Problem:
        return None
    return next((one.title or None for one in worked.states if one.key == state), None) if worked else None


@provides(PartInWords, "answers")
def answers_in_words(answers: Mapping[str, object], row: Mapping[str, Any]) -> Told:
    """The answers of an application under the words of the form that asked for them."""
    form: forms.Form = _asked(row, "form") or []
    language = get_language() or "en"
    told = {}
    for page, question in forms.questions_of(form):
        if question.key in answers:
            say = partial(forms.shown, form, question.key, answers[question.key], language)
            told[question.key] = (forms.label_of(page, question, language), say)
    return _said(told)


@provides(PartInWords, "unfinished")
def unfinished_in_words(unfinished: Mapping[str, Any], row: Mapping[str, object]) -> Told:
    """What was typed and is not an answer yet, under the label of its question."""
    form: forms.Form = _asked(row, "form") or []
    language = get_language() or "en"
    typed = forms.unfinished_in_words(form, unfinished)
    labels = {q.key: forms.label_of(page, q, language) for page, q in forms.questions_of(form) if q.key in typed}
    said = _("%(question)s (not finished yet)")
    return {key: (said % {"question": labels[key]}, [words] if words else []) for key, words in typed.items()}


@provides(PartInWords, "given")
def given_in_words(given: Mapping[str, object], row: Mapping[str, Any]) -> Told:
    """What staff added in the steps of a case, under the words of the service."""
    steps = _asked(row, "case")
    asked = [item for rule in steps.transitions.values() for item in rule.requires] if steps else []
    told = {}
    for item in asked:
        if item.answer in given and item.title and item.type != "file":
            view = cases.GivenView(item.answer, item.title, item.type, given[item.answer])
            told[item.answer] = (text(item.title), lambda view=view: [view.words])
    return _said(told)


def _said(told: Mapping[str, tuple[str, Callable[[], Sequence[str]]]]) -> Told:
    """The answers in words where possible. An answer that came from another service may not fit the questions here: it
    is omitted, and shown as stored."""
    found = {}
    for key, (label, say) in told.items():
        try:
            found[key] = (label, say())
        except Exception as error:
            log.warning("answer_not_shown", key=key, error=type(error).__name__)
    return found


@provides(PartInWords, "assessment")
def assessment_in_words(found: Mapping[str, Any], row: Mapping[str, object]) -> Told:
    """What the rules decided about an application: the result, the day, and each rule in the words of its service."""
    del row
    said = {True: _("yes"), False: _("no"), None: _("not known")}
    rules = [f"{text(each['label']) or each['key']} ({said[each['holds']]})" for each in found["criteria"]]
    results = {"eligible": _("the rules are met"), "not eligible": _("the rules are not met")}
    return {
        "outcome": (_("Result"), [results.get(found["outcome"], _("more has to be known"))]),
        "on": (_("As of"), [day(date.fromisoformat(found["on"]))]),
        "criteria": (_("Rules"), rules),
    }


def _asked(row: Mapping[str, object], section: str) -> Any:
    """A section of the version that an application was made with; None where it no longer exists."""
    try:
        return definitions.version(str(row.get("version", ""))).content(section)
    except Problem:
        return None
