"""Cases that have to do with each other: links, duplicates, and referrals to another organisation."""

from collections.abc import Sequence

from django.db import transaction

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.actions.ending import end
from commonweal.blocks.cases.actions.open_case import open_case
from commonweal.blocks.cases.definitions import section_of
from commonweal.blocks.cases.events import CaseReferred, CasesLinked
from commonweal.blocks.cases.lookup import find
from commonweal.blocks.cases.models import Case, CaseLink
from commonweal.blocks.cases.permissions import may_work
from commonweal.blocks.cases.results import Opened
from commonweal.blocks.cases.work.assigning import must_be_open
from commonweal.blocks.cases.work.transaction import CaseTransaction, working
from commonweal.kernel.acting import Acting, is_system, require
from commonweal.kernel.problems import Conflict, Invalid, filled


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


def link(work: CaseTransaction, other: Case, kind: str) -> None:
    """Keep a link from the case at work to another, and record it if it is new."""
    _, new = CaseLink.objects.get_or_create(case=work.row, other=other, kind=kind, defaults={"at": work.moment})
    if new:
        work.record(CasesLinked(other=str(other.pk), kind=kind))


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


def refer(
    *, case: str, organisation: str, service: str, version: str, share: Sequence[str], acting: Acting, note: str = ""
) -> Opened:
    """Open a case of `service` (pinned to `version`) at `organisation` (id) for the same applicant.

    `share` names the answers that go along; the contact goes always. `note` becomes the first note there. Whether the
    applicant consented is for the caller to have asked. The case stays open here. Both are linked."""
    with working(case, acting) as work:
        require(may_work | is_system, acting, work.row)
        answers = work.sealed.get("answers", {})
        unknown = sorted(set(share) - set(answers))
        if unknown:
            raise Invalid(
                "There are no such answers.",
                fields={"share": filled("Not answered: %(names)s.", names=", ".join(unknown))},
            )
        section_of(version)
        opened = open_case(
            service=service,
            version=version,
            organisation=organisation,
            answers={key: answers[key] for key in share},
            acting=acting,
            subject=work.row.subject,
            contact=work.sealed.get("contact", {}),
            area=work.row.area,
            language=work.row.language,
            channel="referral",
        )
        _tie(work, opened, note)
        work.record(
            CaseReferred(to=organisation, service=service, other=opened.id, shared=sorted(share)),
        )
        return opened


def _tie(work: CaseTransaction, opened: Opened, note: str) -> None:
    from commonweal.blocks.cases.actions.correspondence import note_in

    there = CaseTransaction(Case.objects.get(pk=opened.id), work.acting)
    link(there, work.row, "referral")
    if note.strip():
        note_in(there, note, ask="Write a note.")
