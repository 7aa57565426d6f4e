"""Tasks of staff, and requests for information to the applicant, which pause the clocks."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from commonweal.blocks.cases.events import InformationGiven, InformationRequested, TaskCompleted
from commonweal.blocks.cases.lookup import CHECK
from commonweal.blocks.cases.models import CaseTask
from commonweal.blocks.cases.models.work import APPLICANT, DONE, OPEN
from commonweal.blocks.cases.permissions import is_applicant, may_do_task, may_work, may_write
from commonweal.blocks.cases.work.assigning import must_be_open
from commonweal.blocks.cases.work.letters import letter_in
from commonweal.blocks.cases.work.moving import happened
from commonweal.blocks.cases.work.tasks import case_of, open_task
from commonweal.blocks.cases.work.texts import written
from commonweal.blocks.cases.work.transaction import working
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound, filled
from commonweal.kernel.text import Text
from commonweal.kernel.worktime import Calendar


def complete_task(*, task: str, acting: Acting) -> None:
    """Mark it as done; for people who hold its role. Questions to the applicant are answered, not completed."""
    with working(case_of(task, acting), acting) as work:
        row = open_task(work, task)
        if row.role == APPLICANT:
            raise Conflict("This is a question to the applicant.", remedy="Answer it for them, or withdraw it.")
        if not may_do_task(acting, work.row, row):
            raise NotAllowed(
                "This task is for somebody else.",
                remedy=filled("It requires the role %(role)s.", role=filled(row.role)),
            )
        row.state, row.done_at, row.done_by = DONE, work.moment, acting.actor
        row.save(update_fields=["state", "done_at", "done_by"])
        work.record(TaskCompleted(task=str(row.pk), key=row.key, task_title=row.title))
        happened(work, TaskCompleted.type)


USUAL_DAYS = 14
LONGEST = timedelta(days=366)
TITLE: Text = {"en": "More information is needed", "cy": "Mae angen rhagor o wybodaeth"}


def request_information(*, case: str, question: str, acting: Acting, due: datetime | None = None) -> str:
    """Put a question to the applicant as a task with a date (aware; defaults to two weeks from now).

    Returns the id of the task. Every clock that does not run `while_waiting` pauses until all such tasks are
    answered."""
    with working(case, acting) as work:
        require(may_work, acting, work.row)
        must_be_open(work.row)
        words = written(question, field="question", ask="Say what you need, and why.")
        due = _due(due, work.moment, work.calendar)
        task = CaseTask.objects.create(
            case=work.row,
            organisation_id=work.row.organisation_id,
            key="information",
            title=dict(TITLE),
            role=APPLICANT,
            person=work.row.subject,
            question=work.seal({"text": words}),
            due_at=due,
            created_at=work.moment,
        )
        work.row.waiting = True
        work.record(InformationRequested(task=str(task.pk), due=due.isoformat()))
        happened(work, InformationRequested.type)
        return str(task.pk)


def _due(due: datetime | None, moment: datetime, calendar: Calendar) -> datetime:
    if due is None:
        return calendar.due(moment, USUAL_DAYS, "days")
    if due.tzinfo is None:
        raise Invalid("This date has no time zone.", fields={"due": "Give it with one: 2026-05-02T17:00:00+01:00."})
    if not moment < due <= moment + LONGEST:
        raise Invalid("This date cannot be kept.", fields={"due": "Choose a date within a year from now."})
    return due


def answer_request(*, task: str, text: str, acting: Acting, attachments: Sequence[str] = ()) -> None:
    """Answer, as the applicant, or as staff who record an answer by telephone.

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
