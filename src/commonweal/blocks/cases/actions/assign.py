"""Assigns a case to a person of its organisation."""

from commonweal.blocks.cases.actions.assigning import colleague, may_give, must_be_open
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.events import CaseAssigned
from commonweal.blocks.cases.permissions import may_work
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import NotAllowed


def assign(*, case: str, person: str, acting: Acting) -> None:
    """Give a case to `person` (id), who must hold a role that works on it.

    Officers may give away what is nobody's or their own, managers any case (NotAllowed otherwise)."""
    with working(case, acting) as work:
        require(may_work, acting, work.row)
        must_be_open(work.row)
        if not may_give(acting, work.row):
            raise NotAllowed("A colleague works on this case.", remedy="Ask them to hand it over, or ask a manager.")
        identity = colleague(work, person)
        if work.row.assignee_id == identity:
            return
        work.row.assignee_id = identity
        work.record(CaseAssigned(person=str(identity)))
