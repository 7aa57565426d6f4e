"""Who works on a case: taking it, putting it back, assigning it, handing it over, and how urgent it is."""

from uuid import UUID

from commonweal.blocks.cases.actions.correspondence import note_in
from commonweal.blocks.cases.cards import PRIORITIES
from commonweal.blocks.cases.events import CaseAssigned, CaseHandedOver, CaseReleased, CaseTaken, PriorityChanged
from commonweal.blocks.cases.permissions import may_work
from commonweal.blocks.cases.work.assigning import colleague, may_give, must_be_open
from commonweal.blocks.cases.work.transaction import working
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed


def take(*, case: str, acting: Acting) -> None:
    """Assign the case to the acting person; idempotent.

    Raises Conflict if a colleague has it, or it is closed. If two people take it at the same time, one gets it."""
    with working(case, acting) as work:
        require(may_work, acting, work.row)
        if acting.person is None:
            raise NotAllowed("Only a person can take a case.", remedy="Assign it to somebody instead.")
        must_be_open(work.row)
        if str(work.row.assignee_id) == acting.person:
            return
        if work.row.assignee_id is not None:
            raise Conflict("A colleague has taken this case.", remedy="Ask them, or a manager, to hand it over.")
        work.row.assignee_id = UUID(acting.person)
        work.record(CaseTaken())


def release(*, case: str, acting: Acting) -> None:
    """Put it back into the queue; for the person who has it, and for managers. Does nothing if it is unassigned."""
    with working(case, acting) as work:
        require(may_work, acting, work.row)
        if work.row.assignee_id is None:
            return
        if not may_give(acting, work.row):
            raise NotAllowed("A colleague works on this case.", remedy="Ask them, or a manager, to release it.")
        work.row.assignee_id = None
        work.record(CaseReleased())


def assign(*, case: str, person: str, acting: Acting) -> None:
    """Give a case to `person` (id), who must hold a role that works on it.

    Officers may assign unassigned cases and their own, managers any case (NotAllowed otherwise)."""
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


def hand_over(*, case: str, person: str, note: str, acting: Acting) -> None:
    """Give it to a colleague of the same organisation, who finds `note` on it; to another organisation, `refer`."""
    with working(case, acting) as work:
        require(may_work, acting, work.row)
        must_be_open(work.row)
        if not may_give(acting, work.row):
            raise NotAllowed("A colleague works on this case.", remedy="Ask them to hand it over, or ask a manager.")
        identity = colleague(work, person)
        row = note_in(work, note, ask="Write a note.")
        work.row.assignee_id = identity
        work.record(CaseHandedOver(person=str(identity), note=str(row.pk)))


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
