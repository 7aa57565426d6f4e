"""The cases and tasks of a person: as an applicant, and as staff."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Q, QuerySet

from commonweal.blocks.cases.cards import CaseCard, TaskView
from commonweal.blocks.cases.lookup import as_uuid
from commonweal.blocks.cases.models import Case, CaseTask
from commonweal.blocks.cases.models.work import OPEN
from commonweal.blocks.cases.permissions import KNOWN_ROLES, READERS, may_read_by_key
from commonweal.blocks.cases.queries.correspondence import task_views
from commonweal.blocks.cases.queries.lines import read_cards
from commonweal.kernel import sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import NotFound, NotSignedIn

MOST = 200


def my_cases(*, acting: Acting, limit: int = 100) -> list[CaseCard]:
    """The applications of the acting person, or of the person they act for; newest first, one query.

    A guest sees the case that they are a guest of. Strangers have none (NotSignedIn)."""
    if acting.is_stranger:
        raise NotSignedIn("Applications are shown to people who are signed in.", remedy="Sign in and try again.")
    return cases_of(acting.on_behalf_of or acting.actor, limit=limit)


def cases_of(subject: str, limit: int = 100) -> list[CaseCard]:
    """The applications of a subject ("person:<id>"), newest first, without the names of staff. No permission check: for
    the dashboard, and for people's own data."""
    rows = Case.objects.filter(subject=subject).order_by("-opened_at", "-id")
    return [replace(card, assignee=None, assignee_name="") for card in read_cards(rows[: min(limit, MOST)])]


def cards(ids: Iterable[str]) -> Mapping[str, CaseCard]:
    """Many cases by id, in one query; unknown ids are omitted. No permission check: for readers of the journal."""
    known = [identity for case in ids if (identity := as_uuid(case))]
    return {card.id: card for card in read_cards(Case.objects.filter(pk__in=known))}


def my_tasks(*, acting: Acting, limit: int = 100) -> list[TaskView]:
    """What an applicant was asked for and has not answered, soonest first; two queries."""
    if acting.is_stranger:
        raise NotSignedIn("Tasks are shown to people who are signed in.", remedy="Sign in and try again.")
    return tasks_of(acting.on_behalf_of or acting.actor, limit=limit)


def tasks_of(subject: str, limit: int = 100) -> list[TaskView]:
    """The open questions to a subject ("person:<id>"), soonest first. No permission check."""
    rows = CaseTask.objects.filter(person=subject, state=OPEN).exclude(person="").select_related("case")
    found = list(rows.order_by("due_at", "pk")[: min(limit, MOST)])
    opened = sensitive.unseal_many((subject, row.question) for row in found if row.question)
    return task_views(found, opened)


def staff_tasks(*, acting: Acting, organisation: str | None = None, limit: int = 100) -> list[TaskView]:
    """Open tasks of the roles that the actor holds in an organisation (the acting one), soonest first; one query.

    Managers and API keys see those of every role. Raises NotFound for an organisation that one does not belong to."""
    rows = rows_for_staff(acting, organisation, OPEN)
    return task_views(rows.order_by("due_at", "pk")[: min(limit, MOST)], {})


def rows_for_staff(acting: Acting, organisation: str | None, state: str) -> "QuerySet[CaseTask]":
    """Tasks of staff in a state, as far as the roles of the actor go. Raises NotSignedIn, NotFound."""
    if acting.is_stranger:
        raise NotSignedIn("Tasks are shown to staff who are signed in.", remedy="Sign in and try again.")
    chosen = as_uuid(organisation or acting.organisation or "")
    held = acting.roles_in(str(chosen))
    by_key = may_read_by_key(acting, str(chosen))
    if chosen is None or not (held or by_key):
        raise NotFound("There is no such organisation among those that you work for.", remedy="Choose one of yours.")
    rows = CaseTask.objects.filter(organisation=chosen, state=state).select_related("case")
    if "manager" in held or by_key:
        return rows.filter(~Q(role="applicant"))
    return rows.filter(role__in=[role for role in held if role in READERS or role not in KNOWN_ROLES])
