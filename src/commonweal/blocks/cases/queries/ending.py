"""Tasks that are ended undone: which ones a transition would end, and which ones ended recently."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.cards import TaskView
from commonweal.blocks.cases.definitions import VersionMissing, section_of
from commonweal.blocks.cases.lookup import as_uuid
from commonweal.blocks.cases.models import CaseTask
from commonweal.blocks.cases.models.work import LAPSED, OPEN
from commonweal.blocks.cases.permissions import may_read
from commonweal.blocks.cases.queries.correspondence import task_views
from commonweal.blocks.cases.queries.mine import rows_for_staff
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting

LATELY = timedelta(days=7)
MOST = 200


def tasks_ended_by(*, cases: Sequence[str], transition: str, acting: Acting) -> list[TaskView]:
    """The open tasks that a transition of these cases (ids) would end undone, as far as the actor may read them."""
    ids = [identity for case in cases if (identity := as_uuid(case))]
    rows = CaseTask.objects.filter(case__in=ids, state=OPEN).select_related("case").order_by("created_at", "pk")
    return task_views((row for row in rows if may_read(acting, row.case) and _ended_by(row, transition)), {})


def _ended_by(row: CaseTask, transition: str) -> bool:
    try:
        section = section_of(row.case.version)
    except VersionMissing:
        return False
    rule = section.transitions.get(transition)
    state = row.case.state
    return rule is not None and state in rule.source and workflow.ends_task(section, state, rule.to, row.in_state)


def ended_tasks(*, acting: Acting, organisation: str | None = None, limit: int = 20) -> list[TaskView]:
    """Tasks of the roles that the actor holds which a colleague, the applicant or the platform ended undone within a
    week, the latest first; one query. Raises as `staff_tasks` does."""
    rows = rows_for_staff(acting, organisation, LAPSED).filter(
        done_at__gt=clock.now() - LATELY,
        created_at__lt=F("done_at"),  # what was made and ended in one go was never to do
    )
    return task_views(rows.exclude(done_by=acting.actor).order_by("-done_at", "pk")[: min(limit, MOST)], {})
