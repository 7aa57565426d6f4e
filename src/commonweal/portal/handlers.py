"""The frame of every page for residents, and the words of services for the values in people's data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from typing import Any

import structlog
from django.http import HttpRequest
from django.utils.translation import get_language

from commonweal.blocks.cases import api as cases
from commonweal.blocks.forms import api as forms
from commonweal.kernel.acting import acting_of
from commonweal.kernel.journal import Entry, react
from commonweal.kernel.personal import Told, names, tells
from commonweal.kernel.place_name import PLACE
from commonweal.kernel.problems import Problem
from commonweal.kernel.text import Text
from commonweal.portal.help_index import list_help
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.events import PlaceChanged
from commonweal.web.addresses import address
from commonweal.web.chrome import Chrome, Link, contributes
from commonweal.web.translated import say as _
from commonweal.web.wording import day, text

log = structlog.get_logger(__name__)


@react(PlaceChanged)
def on_place_changed(_entry: Entry) -> None:
    """Help can be found as soon as there is a place."""
    list_help()


def _link(request: HttpRequest, words: str, name: str, icon: str = "") -> Link:
    href = address(name)
    return Link(words, href, current=request.path == href, icon=icon)


@contributes
def place_name(request: HttpRequest, chrome: Chrome) -> Chrome:
    """The place's own name in the page's language."""
    del request
    return replace(chrome, place=PLACE.now())


@lru_cache(maxsize=32)
def _footer(_language: str, demo: bool) -> tuple[Link, ...]:
    """The same on every page in a language: made once."""
    links = [
        Link(_("Help"), address("portal:help")),
        Link(_("All services"), address("portal:services")),
        Link(_("Organisations"), address("portal:providers")),
        Link(_("Your data"), address("portal:help-page", "your-data")),
        Link(_("Accessibility"), address("portal:help-page", "accessibility")),
        Link(_("How our services do"), address("performance:overview")),
        Link(_("For developers"), "/api/docs"),
    ]
    if demo:
        links.append(Link(_("Everything that was sent"), address("messages:outbox")))
    return tuple(links)


@contributes
def residents(request: HttpRequest, chrome: Chrome) -> Chrome:
    """Sign in, or one's dashboard, data and the way out; help in the footer."""
    account: tuple[Link, ...]
    if acting_of(request).person is None:
        # The demo's visitors choose one of its people; the usual page leads there, too.
        sign_in = "identity:demo" if chrome.demo else "account_login"
        account = (Link(_("Sign in"), address(sign_in), icon="person"),)
    else:
        account = (
            _link(request, _("Dashboard"), "portal:dashboard", "list"),
            _link(request, _("Messages"), "messages:inbox", "mail"),
            _link(request, _("My data"), "identity:my-data", "person"),
            Link(_("Sign out"), address("account_logout")),
        )
    return replace(
        chrome,
        account=(*chrome.account, *account),
        footer=(*chrome.footer, *_footer(get_language() or "", chrome.demo)),
    )


@names("service")
def service_title(service: str, row: Mapping[str, Any]) -> Text | None:
    """The title of a service ("organisation/service") that is offered today."""
    del row
    try:
        return definitions.published(service).title
    except Problem:
        return None


@names("state")
def state_title(state: str, row: Mapping[str, Any]) -> Text | None:
    """What the service of the same row calls this state of a case."""
    try:
        worked = definitions.published(str(row.get("service", ""))).content("case")
    except Problem:
        return None
    return next((one.title or None for one in worked.states if one.key == state), None) if worked else None


@tells("answers")
def answers_in_words(answers: Mapping[str, Any], row: Mapping[str, Any]) -> Told:
    """The answers of an application under the words of the form that asked for them."""
    form: forms.Form = _asked(row, "form") or []
    language = get_language() or "en"
    told = {}
    for page, question in forms.questions_of(form):
        if question.key in answers:
            say = partial(forms.shown, form, question.key, answers[question.key], language)
            told[question.key] = (forms.label_of(page, question, language), say)
    return _said(told)


@tells("unfinished")
def unfinished_in_words(unfinished: Mapping[str, Any], row: Mapping[str, Any]) -> Told:
    """What was typed and is no answer yet, under the words of its question."""
    form: forms.Form = _asked(row, "form") or []
    language = get_language() or "en"
    typed = forms.unfinished_in_words(form, unfinished)
    labels = {q.key: forms.label_of(page, q, language) for page, q in forms.questions_of(form) if q.key in typed}
    said = _("%(question)s (not finished yet)")
    return {key: (said % {"question": labels[key]}, [words] if words else []) for key, words in typed.items()}


@tells("given")
def given_in_words(given: Mapping[str, Any], row: Mapping[str, Any]) -> Told:
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
    """What can be said. An answer that came from another service may not fit what is asked here: it is left out, and
    shown as it is kept."""
    found = {}
    for key, (label, say) in told.items():
        try:
            found[key] = (label, say())
        except Exception as error:
            log.warning("answer_not_shown", key=key, error=type(error).__name__)
    return found


@tells("assessment")
def assessment_in_words(found: Mapping[str, Any], row: Mapping[str, Any]) -> Told:
    """What the rules said of an application: the result, the day, and each rule in the words of its service."""
    del row
    said = {True: _("yes"), False: _("no"), None: _("not known")}
    rules = [f"{text(each['label']) or each['key']} ({said[each['holds']]})" for each in found["criteria"]]
    results = {"eligible": _("the rules are met"), "not eligible": _("the rules are not met")}
    return {
        "outcome": (_("Result"), [results.get(found["outcome"], _("more has to be known"))]),
        "on": (_("As of"), [day(date.fromisoformat(found["on"]))]),
        "criteria": (_("Rules"), rules),
    }


def _asked(row: Mapping[str, Any], section: str) -> Any:
    """A section of the version that an application was made with; None where that is no longer there."""
    try:
        return definitions.version(str(row.get("version", ""))).content(section)
    except Problem:
        return None
