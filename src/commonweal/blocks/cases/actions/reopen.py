"""Reopens a closed case."""

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.actions import running
from commonweal.blocks.cases.actions.add_note import note_in
from commonweal.blocks.cases.actions.moving import happened, make_tasks
from commonweal.blocks.cases.actions.working import Work, working
from commonweal.blocks.cases.events import CaseReopened
from commonweal.blocks.cases.models.case import OPEN
from commonweal.blocks.cases.permissions import may_reopen
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict, NotAllowed


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
        running.restart(work)
        running.on(work, f"state.{row.state}")
        happened(work, CaseReopened.type)


def _may_reopen(work: Work) -> None:
    rule, row = work.section.reopen, work.row
    if not may_reopen(work.acting, row, rule):
        raise NotAllowed("You cannot reopen this case.", remedy="Write to the organisation about it.")
    if row.is_open:
        raise Conflict("This case is open already.", remedy="Load it again.")
    if workflow.too_late_to_reopen(rule, row.closed_at, work.calendar, work.moment):
        raise Conflict("The time to reopen this case is over.", remedy="Start a new application.")
