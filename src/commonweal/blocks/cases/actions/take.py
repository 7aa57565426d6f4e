"""Takes a case to work on it."""

from uuid import UUID

from commonweal.blocks.cases.actions.assigning import must_be_open
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.events import CaseTaken
from commonweal.blocks.cases.permissions import may_work
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import Conflict, NotAllowed


def take(*, case: str, acting: Acting) -> None:
    """Make the acting person the one who works on it; taking it again changes nothing.

    Raises Conflict if a colleague has it, or it is closed. Of two who take it at once, one gets it."""
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
