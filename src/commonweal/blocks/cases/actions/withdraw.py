"""Withdraws a case, as its applicant."""

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.actions.assigning import must_be_open
from commonweal.blocks.cases.actions.moving import close, move
from commonweal.blocks.cases.actions.working import Work, working
from commonweal.blocks.cases.events import CaseWithdrawn
from commonweal.blocks.cases.permissions import is_applicant
from commonweal.kernel.acting import Acting, is_system, require


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


def end(work: Work, state: str) -> None:
    """Close a case in one of the built-in states."""
    work.row.state, work.row.state_since = state, work.moment
    close(work, work.acting)
