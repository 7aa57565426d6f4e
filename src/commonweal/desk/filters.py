"""The queue's filters in its address: views, single filters, and their labels."""

from dataclasses import dataclass, replace
from typing import Any, Literal, cast
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_noop

from commonweal.blocks.cases.api import PRIORITIES, Priority, QueueFilter

# The views that everybody has, in the order of the list: what they are called and what they show.
VIEWS: dict[str, tuple[str, QueueFilter]] = {
    "mine": (gettext_noop("My cases"), QueueFilter(assignee="me")),
    "unassigned": (gettext_noop("Nobody's"), QueueFilter(assignee="none", order="oldest")),
    "overdue": (gettext_noop("Overdue"), QueueFilter(due="overdue")),
    "week": (gettext_noop("Due this week"), QueueFilter(due="week")),
    "waiting": (gettext_noop("Waiting for the applicant"), QueueFilter(waiting=True)),
    "open": (gettext_noop("All open"), QueueFilter()),
    "closed": (gettext_noop("Closed"), QueueFilter(open=False, order="newest")),
}
KEYS = ("reference", "service", "state", "assignee", "team", "area", "priority", "due", "sort")
SORTS = ("due", "newest", "oldest")
DUES = ("overdue", "today", "week")


@dataclass(frozen=True)
class Asked:
    """What an address asks of the queue. `given` holds the single filters as they were typed, by name."""

    view: str
    given: dict[str, str]
    page: int
    filters: QueueFilter

    @property
    def query(self) -> str:
        """The same as a query string in one order, without the page."""
        return urlencode({"view": self.view, **self.given})


def asked(data: QueryDict) -> Asked:
    """Read the filters of an address; unknown ones are ignored."""
    view = str(data.get("view", "open"))
    if view not in VIEWS:
        view = "open"
    typed = {key: str(data.get(key, "")).strip()[:160] for key in KEYS}
    given = {key: value for key, value in typed.items() if value}
    for key, known in (("priority", PRIORITIES), ("due", DUES), ("sort", SORTS)):
        if key in given and given[key] not in known:
            del given[key]
    page = str(data.get("page", "1"))
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    return Asked(view, given, max(number, 1), _narrowed(VIEWS[view][1], given))


def _narrowed(base: QueueFilter, given: dict[str, str]) -> QueueFilter:
    changes: dict[str, Any] = {
        plural: (given[key],)
        for key, plural in (("service", "services"), ("state", "states"), ("area", "areas"))
        if key in given
    }
    changes |= {key: given[key] for key in ("assignee", "team", "reference") if key in given}
    if "priority" in given:
        changes["priorities"] = (cast(Priority, given["priority"]),)
    if "due" in given:
        changes["due"] = given["due"]
    if "sort" in given:
        changes["order"] = cast(Literal["due", "newest", "oldest"], given["sort"])
    return replace(base, **changes)
