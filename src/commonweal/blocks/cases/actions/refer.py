"""Refers a case to another organisation: a new case there, with what may be shared, so that nothing is typed again."""

from collections.abc import Sequence

from commonweal.blocks.cases.actions.link_cases import link
from commonweal.blocks.cases.actions.open_case import open_case
from commonweal.blocks.cases.actions.working import Work, working
from commonweal.blocks.cases.definitions import section_of
from commonweal.blocks.cases.events import CaseReferred
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.permissions import may_work
from commonweal.blocks.cases.results import Opened
from commonweal.kernel.acting import Acting, is_system, require
from commonweal.kernel.problems import Invalid, filled


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


def _tie(work: Work, opened: Opened, note: str) -> None:
    from commonweal.blocks.cases.actions.add_note import note_in

    there = Work(Case.objects.get(pk=opened.id), work.acting)
    link(there, work.row, "referral")
    if note.strip():
        note_in(there, note, ask="Write a note.")
