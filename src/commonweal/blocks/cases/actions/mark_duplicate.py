"""Marks a case as a duplicate, which closes it."""

from django.db import transaction

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.actions.assigning import must_be_open
from commonweal.blocks.cases.actions.link_cases import link, not_itself
from commonweal.blocks.cases.actions.withdraw import end
from commonweal.blocks.cases.actions.working import working
from commonweal.blocks.cases.finding import find
from commonweal.blocks.cases.models import Case, CaseLink
from commonweal.blocks.cases.permissions import may_work
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import Conflict, Invalid


def mark_duplicate(*, case: str, of: str, acting: Acting) -> None:
    """Close `case` because `of`, of the same organisation, is about the same thing and goes on.

    Raises Conflict if `of` is itself closed as a duplicate."""
    with transaction.atomic(), working(_both_held(case, of, acting), acting) as work:
        require(may_work, acting, work.row)
        original = find(of, acting)
        require(may_work, acting, original)
        not_itself(work.row, original)
        must_be_open(work.row)
        if original.organisation_id != work.row.organisation_id:
            raise Invalid(
                "These cases belong to different organisations.",
                fields={"of": "Give a case of the same organisation, or link the two."},
            )
        if CaseLink.objects.filter(case=original, kind="duplicate").exists() and not original.is_open:
            raise Conflict(
                "The other case is closed as a duplicate itself.", remedy="Name the case that it is a duplicate of."
            )
        link(work, original, "duplicate")
        end(work, workflow.DUPLICATE)


def _both_held(case: str, of: str, acting: Acting) -> str:
    """Lock both, in one order for everybody, so that two people can neither close two cases as duplicates of each
    other nor wait for each other for ever."""
    both = [find(case, acting), find(of, acting)]
    list(Case.objects.select_for_update().filter(pk__in=[row.pk for row in both]).order_by("pk").values_list("pk"))
    return case
