"""How what is held of a person, and what happened with it, is put into words for a page."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.ground.identity.register import Holding, Looked, titles
from commonweal.ground.organisations.api import organisations
from commonweal.kernel.text import Text
from commonweal.web.wording import day, moment, text

ROWS_SHOWN = 20
ADDRESS = {"line1", "line2", "lines", "town", "postcode", "area", "uprn"}
# What stands beside the registered fields of a row, in words.
BESIDE = {
    "verified": _("Confirmed"),
    "primary": _("Main address"),
    "organisation": _("Organisation"),
    "since": _("Since"),
    "created_at": _("Since"),
    "last_seen_at": _("Last seen"),
    "sent_at": _("Sent"),
    "channel": _("Sent by"),
    "name": _("Name"),
    "state": _("State"),
    "service": _("Service"),
    "reference": _("Reference"),
}


def _parts(value: Mapping[str, Any]) -> list[str]:
    if set(value) <= ADDRESS:
        return [str(value[part]) for part in ("line1", "lines", "line2", "town", "postcode") if value.get(part)]
    return [f"{name}: {', '.join(shown(each))}" for name, each in value.items() if shown(each)]


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


def rows_of(holding: Holding) -> list[list[dict[str, Any]]]:
    """The first rows of a table, each as label and lines."""
    words = titles(holding.fields)
    return [
        [
            {"label": words.get(name, {"en": name.replace("_", " ")}), "value": shown(value)}
            for name, value in row.items()
        ]
        for row in holding.rows[:ROWS_SHOWN]
    ]


def _label(name: str, words: Mapping[str, Text]) -> Text | str:
    return words[name] if name in words else str(BESIDE.get(name, name.replace("_", " ")))


def events_of(history: Iterable[Looked], person: str) -> list[dict[str, Any]]:
    """The history as the timeline draws it: what, when, and who it was in words."""
    rows = list(history)
    names = organisations({row.organisation for row in rows if row.organisation})
    return [
        {
            "title": row.title,
            "when": row.at,
            "by": _who(row, person, text(names[row.organisation].name) if row.organisation in names else ""),
            "words": gettext("For: %(purpose)s") % {"purpose": row.purpose} if row.purpose else "",
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
