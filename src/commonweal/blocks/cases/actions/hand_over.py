"""Hands a case over to a colleague, with what they need to know."""

from commonweal.blocks.cases.actions.add_note import note_in
from commonweal.blocks.cases.actions.assigning import colleague, may_give, must_be_open
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.events import CaseHandedOver
from commonweal.blocks.cases.permissions import may_work
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import NotAllowed


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
