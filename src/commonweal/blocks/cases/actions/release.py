"""Puts a case back into the queue."""

from commonweal.blocks.cases.actions.assigning import may_give
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.events import CaseReleased
from commonweal.blocks.cases.permissions import may_work
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import NotAllowed


def release(*, case: str, acting: Acting) -> None:
    """Put it back into the queue; for the person who has it, and for managers. Changes nothing if nobody has it."""
    with working(case, acting) as work:
        require(may_work, acting, work.row)
        if work.row.assignee_id is None:
            return
        if not may_give(acting, work.row):
            raise NotAllowed("A colleague works on this case.", remedy="Ask them, or a manager, to release it.")
        work.row.assignee_id = None
        work.record(CaseReleased())
