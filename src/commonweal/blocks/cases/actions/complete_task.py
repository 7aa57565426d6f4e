"""Completes a task of staff."""

from commonweal.blocks.cases.actions.moving import happened
from commonweal.blocks.cases.actions.tasks_of import case_of, open_task
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.events import TaskCompleted
from commonweal.blocks.cases.models.work import APPLICANT, DONE
from commonweal.blocks.cases.permissions import may_do_task
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict, NotAllowed, filled


def complete_task(*, task: str, acting: Acting) -> None:
    """Mark it as done; for people who hold its role. Questions to the applicant are answered, not completed."""
    with working(case_of(task, acting), acting) as work:
        row = open_task(work, task)
        if row.role == APPLICANT:
            raise Conflict("This is a question to the applicant.", remedy="Answer it for them, or withdraw it.")
        if not may_do_task(acting, work.row, row):
            raise NotAllowed(
                "This task is for somebody else.", remedy=filled("It takes the role %(role)s.", role=filled(row.role))
            )
        row.state, row.done_at, row.done_by = DONE, work.moment, acting.actor
        row.save(update_fields=["state", "done_at", "done_by"])
        work.record(TaskCompleted(task=str(row.pk), key=row.key, task_title=row.title))
        happened(work, TaskCompleted.type)
