"""The queue of an organisation: filters that have an index, and a page of rows in one query."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from commonweal.blocks.cases.cards import PAGE, QueueFilter, QueuePage
from commonweal.blocks.cases.lookup import as_reference, as_uuid
from commonweal.blocks.cases.models import Case, WorkingRole
from commonweal.blocks.cases.models.case import CLOSED, OPEN
from commonweal.blocks.cases.permissions import KNOWN_ROLES, belongs, may_see_queue
from commonweal.blocks.cases.queries.lines import cards_of, shown
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import Invalid, NotFound, NotSignedIn, filled
from commonweal.kernel.worktime import place_calendar

LAST_PAGE = 2000
# Whole rows, or the columns of cards.
Rows = QuerySet[Case, Any]


def queue(
    filters: QueueFilter | None = None, *, acting: Acting, organisation: str | None = None, page: int = 1
) -> QueuePage:
    """A page of 50 cases of an organisation (defaults to the acting one).

    People whose only roles are a service's own ("crew") see the cases of those services. Raises NotFound for an
    organisation that the actor does not belong to, NotAllowed without a role, Invalid for an unknown filter."""
    if not 1 <= page <= LAST_PAGE:
        raise Invalid(
            "There is no such page.", fields={"page": filled("Choose a page from 1 to %(last)s.", last=LAST_PAGE)}
        )
    rows = _filtered(visible(acting, organisation, shown()), filters or QueueFilter(), acting)
    start = (page - 1) * PAGE
    found = cards_of(rows[start : start + PAGE + 1])
    return QueuePage(rows=found[:PAGE], page=page, has_next=len(found) > PAGE)


def visible(acting: Acting, organisation: str | None, among: "Rows | None" = None) -> "Rows":
    """The cases of an organisation that one may see, `among` some rows or all. Raises as `queue`."""
    if acting.is_stranger:
        raise NotSignedIn("The queue is for staff.", remedy="Sign in and try again.")
    chosen = organisation or acting.organisation
    identity = as_uuid(chosen) if chosen else None
    if chosen is None or identity is None or not belongs(acting, str(identity)):
        raise NotFound("There is no such organisation among those that you work for.", remedy="Choose one of yours.")
    rows = (Case.objects.all() if among is None else among).filter(organisation=identity)
    if may_see_queue(acting, str(identity)):
        return rows
    own = acting.roles_in(str(identity)) - KNOWN_ROLES
    if not own:
        require(may_see_queue, acting, str(identity))
    return rows.filter(service__in=WorkingRole.objects.filter(organisation=identity, role__in=own).values("service"))


def _filtered(rows: "Rows", filters: QueueFilter, acting: Acting) -> "Rows":
    if filters.reference:
        return rows.filter(reference=as_reference(filters.reference))
    phases = {True: [OPEN], False: [CLOSED], None: [OPEN, CLOSED]}[filters.open]
    rows = rows.filter(phase=phases[0]) if len(phases) == 1 else rows.filter(phase__in=phases)
    for column, values in (
        ("state", filters.states),
        ("service", filters.services),
        ("area", filters.areas),
        ("priority", filters.priorities),
        ("channel", filters.channels),
        ("team", [filters.team] if filters.team else []),
    ):
        if any("\x00" in value for value in values):
            raise Invalid("There is no such filter.", fields={column: "Remove the characters that cannot be printed."})
        if len(values) == 1:
            rows = rows.filter(**{column: values[0]})
        elif values:
            rows = rows.filter(**{f"{column}__in": list(values)})
    if filters.assignee:
        rows = rows.filter(_assigned(filters.assignee, acting))
    if filters.waiting is not None:
        rows = rows.filter(waiting=filters.waiting)
    if filters.due:
        rows = rows.filter(due_order__lt=_until(filters.due))
    return rows.order_by(*_order(filters.order))


def _assigned(assignee: str, acting: Acting) -> Q:
    if assignee == "none":
        return Q(assignee=None)
    identity = as_uuid(acting.person or "") if assignee == "me" else as_uuid(assignee)
    if identity is None:
        raise Invalid("There is no such colleague.", fields={"assignee": 'Give "me", "none" or the id of a person.'})
    return Q(assignee=identity)


def _until(due: str) -> datetime:
    now = clock.now()
    ends = {"overdue": now, "today": _end_of_day(now, 0), "week": _end_of_day(now, 7)}
    if due not in ends:
        raise Invalid(
            "There is no such filter.", fields={"due": filled("Choose one of %(choices)s.", choices=", ".join(ends))}
        )
    return ends[due]


def _end_of_day(moment: datetime, days: int) -> datetime:
    day = clock.day_of(moment) + timedelta(days=days + 1)
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(place_calendar().zone))


def _order(order: str) -> tuple[str, str]:
    orders = {"due": ("due_order", "id"), "newest": ("-opened_at", "-id"), "oldest": ("opened_at", "id")}
    if order not in orders:
        raise Invalid(
            "There is no such order.", fields={"order": filled("Choose one of %(choices)s.", choices=", ".join(orders))}
        )
    return orders[order]
