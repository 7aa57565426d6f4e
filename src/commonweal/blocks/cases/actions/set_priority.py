"""Says how urgent a case is."""

from commonweal.blocks.cases.actions.assigning import must_be_open
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.cards import PRIORITIES
from commonweal.blocks.cases.events import PriorityChanged
from commonweal.blocks.cases.permissions import may_work
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import Invalid


def set_priority(*, case: str, priority: str, acting: Acting) -> None:
    """Set "low", "normal", "high" or "urgent"; deadlines stay what they are."""
    with working(case, acting) as work:
        require(may_work, acting, work.row)
        must_be_open(work.row)
        if priority not in PRIORITIES:
            raise Invalid(
                "There is no such priority.",
                fields={"priority": "Choose low, normal, high or urgent."},
            )
        before = work.row.priority
        if before != priority:
            work.row.priority = priority
            work.record(PriorityChanged(before=before, after=priority))
