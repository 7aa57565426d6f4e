"""How what is held of a person, and what happened with it, is put into words for a page."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.ground.identity.my_data.purposes import purpose_to_person
from commonweal.ground.identity.my_data.register import Holding, Looked, titles
from commonweal.ground.organisations.api import organisations
from commonweal.kernel.personal import name_of, told_of
from commonweal.kernel.text import Text
from commonweal.kernel.written.addresses import address_lines
from commonweal.web.formats import day, moment, phone, text

ADDRESS = {"line1", "line2", "lines", "town", "postcode", "area", "uprn", "country"}
# The labels of what is shown besides the registered fields of a row.
BESIDE = {
    "verified": _("Confirmed"),
    "primary": _("Main address"),
    "organisation": _("Organisation"),
    "since": _("Since"),
    "created_at": _("Since"),
    "last_seen_at": _("Last seen"),
    "sent_at": _("Sent"),
    "opened_at": _("Opened"),
    "closed_at": _("Closed"),
    "begun_at": _("Begun"),
    "submitted_at": _("Sent"),
    "due_at": _("Answer by"),
    "done_at": _("Answered"),
    "at": _("When"),
    "about": _("What it is about"),
    "asked_at": _("When you asked"),
    "asked_of": _("Who was asked"),
    "progress": _("Where it is now"),
    "answered_at": _("Answered"),
    "channel": _("Sent by"),
    "name": _("Name"),
    "email": _("Email address"),
    "phone": _("Phone number"),
    "address": _("Address"),
    "date_of_birth": _("Date of birth"),
    "state": _("State"),
    "service": _("Service"),
    "reference": _("Reference"),
    "kind": _("Kind"),
    "outcome": _("Outcome"),
    "media_type": _("Kind of file"),
    "size": _("Size in bytes"),
    "query": _("Filter"),
    "demo": _("About you in this demonstration"),
    "you": _("You"),
    "person": _("About you"),
    "age": _("Age"),
    "assurance": _("How certain we are of your identity"),
    "contact": _("How to reach you"),
    "answers": _("Answers"),
    "given": _("Added by staff"),
    "reasons": _("Reasons"),
    "assessment": _("How the rules decided"),
    "text": _("Text"),
    "to": _("To"),
    "subject": _("Subject"),
    "body": _("Message"),
}
# The platform's own codes by the name of their field; other capabilities name theirs (kernel.personal.names).
CODES: dict[str, Mapping[str, object]] = {
    "password": {"set": _("set"), "none": _("not set")},
    "assurance": {
        "none": _("not at all"),
        "low": _("by what you told us"),
        "medium": _("checked with documents"),
        "high": _("checked with a photo document and a proof of address"),
    },
    "language": dict(settings.LANGUAGES),
    "channel": {"email": _("email"), "portal": _("your messages here"), "sms": _("text message")},
    "kind": {
        "note": _("note of staff"),
        "in": _("letter from you"),
        "out": _("letter to you"),
        "decision": _("decision"),
    },
    "progress": {"open": _("waiting for an answer"), "done": _("corrected"), "refused": _("not corrected")},
    "outcome": {"granted": _("granted"), "refused": _("refused")},
    "type": {"totp": _("app that shows codes"), "webauthn": _("passkey"), "recovery_codes": _("recovery codes")},
    "roles": {
        "manager": _("manager"),
        "officer": _("officer"),
        "editor": _("editor"),
        "reviewer": _("reviewer"),
        "agent": _("contact agent"),
        "viewer": _("viewer"),
    },
}
# A mapping with only these keys is a text in several languages; a page shows the one in its language.
LANGUAGES = frozenset(dict(settings.LANGUAGES))
# What programs need to read the rest of a row; it means nothing to people.
UNSPOKEN = frozenset({"version"})
_YOU = re.compile(r"person:[0-9a-f-]{36}")


def _parts(value: Mapping[str, object]) -> list[str]:
    if set(value) <= ADDRESS:
        return address_lines(value)
    return [_line(_spoken(name), shown(each)) for name, each in value.items() if shown(each)]


def _line(label: str, said: Sequence[str]) -> str:
    # A label that is a question has its own mark.
    return f"{label}{'' if label.endswith('?') else ':'} {', '.join(said)}"


# The first kind that fits counts: to Python yes and no are numbers, and a moment is a day.
KINDS: tuple[tuple[Any, Callable[[Any], list[str]]], ...] = (
    (bool, lambda value: [gettext("Yes") if value else gettext("No")]),
    (datetime, lambda value: [moment(value)]),
    (date, lambda value: [day(value)]),
    (Mapping, _parts),
    ((list, tuple, set), lambda value: [line for each in value for line in shown(each)]),
)


def shown(value: Any) -> list[str]:
    """A value as lines that a person can read; no lines for nothing."""
    if value is None or value == "":
        return []
    return next((lines(value) for kind, lines in KINDS if isinstance(value, kind)), [str(value)])


def rows_of(holding: Holding) -> list[list[dict[str, object]]]:
    """The rows of a table, each as label and lines."""
    words = titles(holding.fields)
    return [
        [
            {"label": _label(name, words), "value": _begun(name, value, row)}
            for name, value in row.items()
            if name not in UNSPOKEN
        ]
        for row in holding.rows
    ]


def _label(name: str, words: Mapping[str, Text]) -> Text | str:
    return words[name] if name in words else capfirst(_spoken(name))


def _spoken(name: str) -> str:
    return str(BESIDE.get(name, name.replace("_", " ")))


def _begun(name: str, value: object, row: Mapping[str, object]) -> list[str]:
    """The lines of a value; words that the platform chose begin with a capital, what somebody typed is left alone."""
    lines = _value(name, value, row)
    first = value[0] if isinstance(value, list | tuple) and value else value
    chosen = isinstance(first, str) and (
        _YOU.fullmatch(first) or first in CODES.get(name, {}) or name_of(name, first, row)
    )
    return [*map(capfirst, lines[:1]), *lines[1:]] if chosen else lines


def _value(name: str, value: object, row: Mapping[str, object]) -> list[str]:
    if isinstance(value, list | tuple):
        return [line for each in value for line in _value(name, each, row)]
    if isinstance(value, Mapping) and not set(value) <= ADDRESS:
        return _lines(name, value, row)
    if not isinstance(value, str) or not value:
        return shown(value)
    if _YOU.fullmatch(value):
        return [gettext("you")]
    if name == "phone":
        return [phone(value)]
    known = CODES.get(name, {}).get(value) or name_of(name, value, row)
    return [text(known)] if known else [value]


def _lines(name: str, value: Mapping[str, object], row: Mapping[str, object]) -> list[str]:
    """The parts of a value, each as a line: in the words of its capability (`tells`), else as they are kept."""
    told = told_of(name, value, row)
    if value and not told and set(value) <= LANGUAGES and all(isinstance(each, str) for each in value.values()):
        return [text(value)]
    lines: list[str] = []
    for key, each in value.items():
        if key in told:
            label, said = told[key]
            lines += [_line(label, said)] if said else []
        elif isinstance(each, Mapping) and told_of(key, each, row):
            lines += _lines(key, each, row)
        elif said := _value(key, each, row):
            lines.append(_line(_spoken(key), said))
    return lines


def events_of(history: Iterable[Looked], person: str) -> list[dict[str, object]]:
    """The history as the timeline draws it: what, when, and who it was in words."""
    rows = list(history)
    names = organisations({row.organisation for row in rows if row.organisation})
    return [
        {
            # A type that is no longer installed is a code without words.
            "title": gettext("Something from a part of the platform that is no longer installed")
            if row.title == row.type
            else row.title,
            "when": row.at,
            "by": _who(row, person, text(names[row.organisation].name) if row.organisation in names else ""),
            "words": gettext("For: %(purpose)s") % {"purpose": purpose_to_person(row.purpose)} if row.purpose else "",
        }
        for row in rows
    ]


def _who(row: Looked, person: str, organisation: str) -> str:
    if row.actor == f"person:{person}":
        return gettext("you")
    if row.actor == "system":
        return gettext("the platform")
    if row.actor.startswith("key:"):
        return gettext("a program of %(organisation)s") % {"organisation": organisation}
    if organisation:
        return gettext("staff of %(organisation)s") % {"organisation": organisation}
    return gettext("somebody else")
