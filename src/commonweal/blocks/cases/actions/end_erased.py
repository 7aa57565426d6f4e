"""Ends an open case whose applicant had their data erased: nobody can work on it without its content."""

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.actions.withdraw import end
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.definitions import VersionMissing
from commonweal.blocks.cases.events import CaseClosed, CaseWithdrawn
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.models.case import CLOSED, ERASED, OPEN
from commonweal.kernel.acting import SYSTEM, Acting, is_system, require


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
