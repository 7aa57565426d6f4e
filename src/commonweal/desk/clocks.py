"""The clocks of a case in words: how much of each is used, when it ends or ended, and why it is paused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commonweal.blocks.cases.api import ClockView
from commonweal.kernel import clock
from commonweal.web.formats import day, moment, text


@dataclass(frozen=True)
class ClockLine:
    """A clock as a page shows it: the text below its title, and a tag with its colour."""

    title: str
    said: Sequence[str]
    sign: str
    kind: str


def clock_lines(clocks: Iterable[ClockView]) -> list[ClockLine]:
    """In their order, in the language of the page."""
    return [_line(each) for each in clocks]


def _line(each: ClockView) -> ClockLine:
    said = [_used(each)]
    sign, kind = _("Stopped"), ""
    if each.state == "expired" or (each.due_at is not None and each.due_at <= clock.now()):
        said.append(_("It ran out on %(moment)s.") % {"moment": _when(each, each.ended_at or each.due_at)})
        sign, kind = _("Ran out"), "bad"
    elif each.state == "running":
        sign = _("Due %(day)s") % {"day": day(each.due_at, "short")}
        kind = "warn" if each.warned else "info"
    elif each.state == "paused":
        said.append(_standing_still(each))
        sign, kind = _("Paused"), "warn"
    elif each.ended_at is not None:
        said.append(_("It was stopped on %(moment)s.") % {"moment": _when(each, each.ended_at)})
    return ClockLine(text(each.title), said, sign, kind)


def _used(each: ClockView) -> str:
    if each.unit == "seconds":
        return _("Started %(day)s") % {"day": moment(each.started_at)}
    values = {"used": each.used, "allowed": each.allowed, "day": day(each.started_at, "short")}
    return _("%(used)s of %(allowed)s days used, started %(day)s") % values


def _when(each: ClockView, at: datetime | None) -> str:
    """Periods of days end with a day; those of hours at a time."""
    return moment(at) if each.unit == "seconds" else day(at)


def _standing_still(each: ClockView) -> str:
    if each.paused_by == "applicant":
        return _("It is paused until the applicant answers.")
    return _("It is paused while the case is in this state.")
