"""How cases end: withdrawn, reopened, without their applicant, and deleted when their time is over."""

from django.db import transaction

from commonweal.blocks.cases import definitions, workflow
from commonweal.blocks.cases.actions.correspondence import note_in
from commonweal.blocks.cases.definitions import VersionMissing
from commonweal.blocks.cases.events import CaseClosed, CaseDeleted, CaseReopened, CaseWithdrawn
from commonweal.blocks.cases.lookup import find_locked
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.models.case import CLOSED, ERASED, OPEN
from commonweal.blocks.cases.permissions import is_applicant, may_reopen
from commonweal.blocks.cases.work import clocks
from commonweal.blocks.cases.work.assigning import must_be_open
from commonweal.blocks.cases.work.moving import close, happened, make_tasks, move
from commonweal.blocks.cases.work.transaction import CaseTransaction, working
from commonweal.ground.identity import api as identity
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import SYSTEM, Acting, is_system, require
from commonweal.kernel.problems import Conflict, NotAllowed


def withdraw(*, case: str, acting: Acting) -> None:
    """End an open case that its applicant no longer wants.

    A transition called `withdraw` that the applicant may make is taken where the definition has one for the present
    state; otherwise the case ends in the built-in state "withdrawn"."""
    with working(case, acting) as work:
        require(is_applicant | is_system, acting, work.row)
        must_be_open(work.row)
        work.record(CaseWithdrawn())
        own = work.section.transitions.get("withdraw")
        if own is not None and "applicant" in own.by and work.row.state in own.source and work.holds(own.when):
            move(work, "withdraw", acting=acting)
        else:
            end(work, workflow.WITHDRAWN)


def end(work: CaseTransaction, state: str) -> None:
    """Close a case in one of the built-in states."""
    work.row.state, work.row.state_since = state, work.moment
    close(work, work.acting)


def reopen(*, case: str, reason: str, acting: Acting) -> None:
    """Work on a closed case again, from the state that the definition names.

    Its opening periods begin anew and it is no longer due for deletion. Automatic transitions of that state are not
    made again: somebody reopened it because they had not been right. Raises Conflict for an open case or after the
    time within which the definition allows it, NotAllowed for those who may not."""
    with working(case, acting) as work:
        _may_reopen(work)
        row = work.row
        note = note_in(work, reason, field="reason", ask="Say why it should be reopened.")
        row.phase, row.closed_at, row.outcome, row.delete_at = OPEN, None, "", None
        row.decision, row.decided_at = "", None
        row.state = work.section.reopen.to or work.section.start
        row.state_since = work.moment
        make_tasks(work)
        work.record(CaseReopened(state=row.state, note=str(note.pk)))
        clocks.restart(work)
        clocks.on(work, f"state.{row.state}")
        happened(work, CaseReopened.type)


def _may_reopen(work: CaseTransaction) -> None:
    rule, row = work.section.reopen, work.row
    if not may_reopen(work.acting, row, rule):
        raise NotAllowed("You cannot reopen this case.", remedy="Write to the organisation about it.")
    if row.is_open:
        raise Conflict("This case is open already.", remedy="Load it again.")
    if workflow.too_late_to_reopen(rule, row.closed_at, work.calendar, work.moment):
        raise Conflict("The time to reopen this case is over.", remedy="Start a new application.")


def open_and_erased(limit: int) -> list[str]:
    """Ids of the cases that are still to be ended."""
    rows = Case.objects.filter(subject=ERASED, phase=OPEN).order_by("opened_at")
    return [str(pk) for pk in rows.values_list("pk", flat=True)[:limit]]


def end_erased(*, case: str, acting: Acting = SYSTEM) -> None:
    """End it as withdrawn; one that was ended meanwhile is left as it is."""
    with working(case, acting) as work:
        require(is_system, acting, work.row)
        if not work.row.is_open:
            return
        work.record(CaseWithdrawn(because="erasure"))
        try:
            end(work, workflow.WITHDRAWN)
        except VersionMissing:
            row = work.row
            row.phase, row.closed_at, row.waiting = CLOSED, work.moment, False
            row.state = row.outcome = workflow.WITHDRAWN
            work.record(CaseClosed(outcome=row.outcome, service=row.service))


def delete_case(*, case: str, acting: Acting = SYSTEM) -> None:
    """Delete permanently. The journal keeps that there was a case, but no answers of its applicant.

    Raises Conflict for an open case, or before its retention ends."""
    with transaction.atomic():
        row = find_locked(case, acting)
        require(is_system, acting, row)
        if row.is_open or row.delete_at is None or row.delete_at > clock.now():
            raise Conflict("This case must still be kept.", remedy="It is deleted by itself when its time is over.")
        uploads = list(row.uploads)
        definitions.delete_uploads(uploads)
        journal.record(
            CaseDeleted(service=row.service, outcome=row.outcome, uploads=uploads),
            acting=acting,
            object=row.ref,
            subject=row.subject,
            organisation=str(row.organisation_id),
            area=row.area,
            purpose="retention",
        )
        subject = row.subject
        row.delete()
        if subject.startswith("guest:") and not identity.keys_in_use([subject]):
            # A guest has no account; but another case, a draft or its files may still need the key.
            sensitive.shred(subject)


def exists(case: str) -> bool:
    """Whether a case (id) is still there: a task about it may have been queued twice."""
    return Case.objects.filter(pk=case).exists()


def due_for_deletion(limit: int) -> list[str]:
    """Ids of the cases whose retention has ended, those longest over first."""
    rows = Case.objects.filter(delete_at__lte=clock.now()).order_by("delete_at")
    return [str(pk) for pk in rows.values_list("pk", flat=True)[:limit]]
