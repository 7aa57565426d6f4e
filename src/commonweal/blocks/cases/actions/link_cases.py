"""Links cases that have to do with each other."""

from commonweal.blocks.cases.actions.working import Work, working
from commonweal.blocks.cases.events import CasesLinked
from commonweal.blocks.cases.finding import find
from commonweal.blocks.cases.models import Case, CaseLink
from commonweal.blocks.cases.permissions import may_work
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import Invalid


def link_cases(*, case: str, other: str, acting: Acting) -> None:
    """Link two cases as related; the actor must be able to work on both. Linking them again changes nothing."""
    with working(case, acting) as work:
        require(may_work, acting, work.row)
        second = find(other, acting)
        require(may_work, acting, second)
        not_itself(work.row, second)
        if not CaseLink.objects.filter(case=second, other=work.row, kind="related").exists():
            link(work, second, "related")


def not_itself(row: Case, other: Case) -> None:
    """Raises Invalid for one and the same case."""
    if row.pk == other.pk:
        raise Invalid("These are the same case.", fields={"other": "Give the reference of another case."})


def link(work: Work, other: Case, kind: str) -> None:
    """Keep a link from the case at work to another, and record it if it is new."""
    _, new = CaseLink.objects.get_or_create(case=work.row, other=other, kind=kind, defaults={"at": work.moment})
    if new:
        work.record(CasesLinked(other=str(other.pk), kind=kind))
