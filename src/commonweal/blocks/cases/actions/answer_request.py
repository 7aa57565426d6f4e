"""Answers a request for information; the clocks run on."""

from collections.abc import Sequence

from commonweal.blocks.cases.actions.letters import letter_in
from commonweal.blocks.cases.actions.moving import happened
from commonweal.blocks.cases.actions.tasks_of import case_of, open_task
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.events import InformationGiven
from commonweal.blocks.cases.finding import CHECK
from commonweal.blocks.cases.models import CaseTask
from commonweal.blocks.cases.models.work import APPLICANT, DONE, OPEN
from commonweal.blocks.cases.permissions import is_applicant, may_write
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import NotFound


def answer_request(*, task: str, text: str, acting: Acting, attachments: Sequence[str] = ()) -> None:
    """Answer, as the applicant, or as staff who note what the applicant said on the telephone.

    `attachments` are ids of uploads. Raises Conflict if it was answered before."""
    with working(case_of(task, acting), acting) as work:
        require(is_applicant | may_write, acting, work.row)
        row = open_task(work, task)
        if row.role != APPLICANT:
            raise NotFound("This task is not a question to the applicant.", remedy=CHECK)
        letter = letter_in(
            work, direction="in", subject="", text=text, ask="Write your answer.", attachments=attachments, task=row.pk
        )
        row.state, row.done_at, row.done_by = DONE, work.moment, acting.actor
        row.save(update_fields=["state", "done_at", "done_by"])
        work.row.waiting = CaseTask.objects.filter(case=work.row, state=OPEN, role=APPLICANT).exists()
        work.record(InformationGiven(task=str(row.pk), letter=str(letter.pk)))
        happened(work, InformationGiven.type)
