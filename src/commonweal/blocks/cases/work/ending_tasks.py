"""Ends open tasks when a case leaves their state or is closed; the journal records which, the actor and the reason."""

from collections.abc import Sequence

from django.db.models import Q

from commonweal.blocks.cases.events import RequestsEnded, TasksEnded
from commonweal.blocks.cases.models import CaseTask
from commonweal.blocks.cases.models.work import APPLICANT, LAPSED, OPEN
from commonweal.blocks.cases.work.transaction import CaseTransaction
from commonweal.kernel.acting import Acting
from commonweal.kernel.text import Text


def end_tasks_of_state(work: CaseTransaction, because: str, acting: Acting) -> None:
    """End the open tasks of the current state, which the case leaves by the transition `because`."""
    if work.section.tasks:
        _end(work, Q(in_state=work.row.state), because, acting)


def end_all_tasks(work: CaseTransaction, because: str, acting: Acting) -> None:
    """End all open tasks of a case that is closed in the state `because`."""
    _end(work, Q(), because, acting)


def _end(work: CaseTransaction, which: Q, because: str, acting: Acting) -> None:
    rows = list(CaseTask.objects.filter(which, case=work.row, state=OPEN).order_by("created_at", "pk"))
    if not rows:
        return
    ended = {"state": LAPSED, "done_at": work.moment, "done_by": acting.actor}
    CaseTask.objects.filter(pk__in=[row.pk for row in rows]).update(**ended)
    # A task that was created in this same transaction was never shown to anybody.
    _record(work, [row for row in rows if row.pk not in work.made], because, acting)


def _record(work: CaseTransaction, rows: Sequence[CaseTask], because: str, acting: Acting) -> None:
    """One entry about the tasks of staff, and one about those of the applicant, who does not see the former."""
    of_staff = [row for row in rows if row.role != APPLICANT]
    if of_staff:
        titles: list[Text] = [row.title for row in of_staff]
        work.record(TasksEnded(tasks=_ids(of_staff), titles=titles, because=because), acting=acting)
    of_applicant = [row for row in rows if row.role == APPLICANT]
    if of_applicant:
        work.record(RequestsEnded(tasks=_ids(of_applicant), because=because), acting=acting)


def _ids(rows: Sequence[CaseTask]) -> list[str]:
    return [str(row.pk) for row in rows]
