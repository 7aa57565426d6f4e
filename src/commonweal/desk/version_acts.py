"""What staff do to a version of a service: each act calls one verb with what was typed, and reports what was done."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Invalid
from commonweal.services.definitions import api as definitions
from commonweal.web.formats import moment
from commonweal.web.step_fields import Posted, day_of

Do = Callable[[str, int, Posted, Acting], str]


def submit(service: str, number: int, typed: Posted, acting: Acting) -> str:
    definitions.submit_for_review(service=service, number=number, note=typed.get("note", "")[:1000], acting=acting)
    return _("Submitted. A second person has to approve it.")


def send_back(service: str, number: int, typed: Posted, acting: Acting) -> str:
    definitions.send_back(service=service, number=number, reason=typed.get("reason", ""), acting=acting)
    return _("Sent back. It is a draft again.")


def approve(service: str, number: int, typed: Posted, acting: Acting) -> str:
    definitions.approve(service=service, number=number, read=typed.get("hash"), acting=acting)
    return _("Approved. It can be published now or later.")


def publish(service: str, number: int, typed: Posted, acting: Acting) -> str:
    at = _moment(typed)
    definitions.publish(service=service, number=number, at=at, acting=acting)
    if at is not None:
        return _("It will be published on %(moment)s.") % {"moment": moment(at)}
    return _("Published. New applications begin on this version from now on.")


def roll_back(service: str, number: int, typed: Posted, acting: Acting) -> str:
    del typed
    definitions.roll_back(service=service, number=number, acting=acting)
    return _("This version is live again. Applications that were begun on another one stay on that one.")


def withdraw(service: str, number: int, typed: Posted, acting: Acting) -> str:
    del number  # the version that is live
    definitions.retire(service=service, reason=typed.get("reason", ""), acting=acting)
    return _("The service takes no new applications. Cases that were begun go on.")


def discard(service: str, number: int, typed: Posted, acting: Acting) -> str:
    del typed
    definitions.discard_draft(service=service, number=number, acting=acting)
    return _("The draft was discarded.")


ACTS: dict[str, Do] = {
    "submit": submit,
    "send-back": send_back,
    "approve": approve,
    "publish": publish,
    "roll-back": roll_back,
    "withdraw": withdraw,
    "discard": discard,
}


def _moment(typed: Posted) -> datetime | None:
    """The day and hour that were typed, in the place's time; None for "now"."""
    if typed.get("when") != "later":
        return None
    wrong: dict[str, str] = {}
    day, hour = date.min, time.min
    try:
        day = date.fromisoformat(day_of(typed, "at"))
    except ValueError:
        wrong["at"] = _("Enter a day that exists, such as 2 5 2026.")
    try:
        hour = _hour(typed.get("hour", "").strip() or "0")
    except ValueError:
        wrong["hour"] = _("Enter a time such as 09:00.")
    if wrong:
        raise Invalid(_("Enter when it is to be published."), fields=wrong)
    return datetime.combine(day, hour, tzinfo=ZoneInfo(settings.TIME_ZONE))


def _hour(typed: str) -> time:
    """A time of the day such as 9, 9:30 or 09.30. Raises ValueError."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?", typed)
    if found is None:
        raise ValueError(typed)
    return time(int(found[1]), int(found[2] or 0))
