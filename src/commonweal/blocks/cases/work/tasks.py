"""Finds the case of a task; somebody else's task is refused with the same words as a missing case, so that its
existence is not revealed."""

from commonweal.blocks.cases.lookup import CHECK, MISSING, as_uuid
from commonweal.blocks.cases.models import CaseTask
from commonweal.blocks.cases.models.work import OPEN
from commonweal.blocks.cases.work.transaction import CaseTransaction
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict, NotFound, NotSignedIn


def case_of(task: str, acting: Acting) -> str:
    """The id of the case that a task belongs to; whether the actor may see it is asked when it is locked."""
    if acting.is_stranger:
        raise NotSignedIn("Tasks are for people who are signed in.", remedy="Sign in and try again.")
    identity = as_uuid(task)
    case = CaseTask.objects.filter(pk=identity).values_list("case_id", flat=True).first() if identity else None
    if case is None:
        raise NotFound(MISSING, remedy=CHECK)
    return str(case)


def open_task(work: CaseTransaction, task: str) -> CaseTask:
    """The task, if it is still to do. Raises NotFound, and Conflict once it is done or has lapsed."""
    row = CaseTask.objects.filter(pk=task, case=work.row).first()
    if row is None:
        raise NotFound(MISSING, remedy=CHECK)
    if row.state != OPEN:
        raise Conflict("This task is done, or no longer needed.", remedy="Load the case again.")
    return row
