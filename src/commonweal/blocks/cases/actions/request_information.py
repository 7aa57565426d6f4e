"""Asks the applicant for something; the clocks stand still until they answer."""

from datetime import datetime, timedelta

from commonweal.blocks.cases.actions.assigning import must_be_open
from commonweal.blocks.cases.actions.moving import happened
from commonweal.blocks.cases.actions.words import written
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.events import InformationRequested
from commonweal.blocks.cases.models import CaseTask
from commonweal.blocks.cases.models.work import APPLICANT
from commonweal.blocks.cases.permissions import may_work
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import Invalid
from commonweal.kernel.text import Text
from commonweal.kernel.worktime import Calendar

USUAL_DAYS = 14
LONGEST = timedelta(days=366)
TITLE: Text = {"en": "More information is needed", "cy": "Mae angen rhagor o wybodaeth"}


def request_information(*, case: str, question: str, acting: Acting, due: datetime | None = None) -> str:
    """Put a question to the applicant as a task with a date (aware; two weeks from now where left out).

    The id of the task. Every clock that does not run `while_waiting` pauses until all such tasks are answered."""
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
