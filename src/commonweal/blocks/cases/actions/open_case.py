"""Opens a case: once for a journey, with a reference of its own, its first tasks and its clocks."""

import uuid
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import IntegrityError, transaction

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.definitions import section_of
from commonweal.blocks.cases.events import CaseOpened
from commonweal.blocks.cases.models import Case, WorkingRole
from commonweal.blocks.cases.models.case import SealedCase
from commonweal.blocks.cases.results import Opened
from commonweal.blocks.cases.work import clocks
from commonweal.blocks.cases.work.moving import happened, make_tasks
from commonweal.blocks.cases.work.transaction import CaseTransaction
from commonweal.kernel import clock, sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import Evaluate
from commonweal.kernel.problems import NotSignedIn
from commonweal.kernel.references import new_reference

# Clashes of 40 random bits are rarer than faults of the machine; more draws than this mean something else is wrong.
DRAWS = 8
_roles_known: set[tuple[str, str]] = set()


def open_case(
    *,
    service: str,
    version: str,
    organisation: str,
    answers: Mapping[str, object],
    acting: Acting,
    subject: str | None = None,
    contact: Mapping[str, str] | None = None,
    journey: str | None = None,
    uploads: Sequence[str] = (),
    area: str = "",
    language: str = "en",
    channel: str = "web",
    evaluate: Evaluate | None = None,
) -> Opened:
    """Open a case for the acting person, or for `subject`.

    service       key of the service, "organisation/service"; `version` the hash that the case is pinned to
    organisation  id of the organisation that will work it
    answers       values by question key; sealed under the subject's key
    subject       "person:<uuid>" or "guest:<id>"; defaults to the represented person, the acting person, or a new guest
    contact       name, email, phone: how to reach the applicant; sealed, too
    journey       id of the journey that is submitted: a second submission gives the case of the first
    uploads       ids of the files among the answers, which are deleted with the case
    evaluate      an evaluator over the answers, where the caller has one

    Raises VersionMissing, and NotSignedIn for strangers that are not guests of a journey.
    """
    if acting.is_stranger and subject is None and journey is None:
        raise NotSignedIn("Applications are sent through a service's own pages, or signed in.", remedy="Sign in.")
    section = section_of(version)
    moment = clock.now()
    identity = uuid.uuid4()
    row = Case(
        id=identity,
        organisation_id=organisation,
        service=service,
        version=version,
        journey=journey or None,
        subject=subject or _subject_of(acting, identity),
        uploads=list(uploads),
        language=language,
        channel=channel,
        area=area,
        state=section.start,
        state_since=moment,
        opened_at=moment,
    )
    with transaction.atomic():
        sealed: SealedCase = {"answers": dict(answers), "contact": dict(contact or {}), "given": {}}
        return _open(row, sealed, acting, evaluate)


def _open(row: Case, sealed: SealedCase, acting: Acting, evaluate: Evaluate | None) -> Opened:
    row.sealed = sensitive.seal(row.subject, sealed)
    work = CaseTransaction(row, acting, evaluate=evaluate, sealed=sealed, new=True)
    route = workflow.route(work.section, work.holds)
    row.team, row.priority = route.team, route.priority or "normal"
    clocks.on(work, "case.opened")
    work.update_due()
    before = _insert(row)
    if before is not None:
        return Opened(id=str(before.pk), reference=before.reference, new=False)
    work.remember()
    _know_roles(row, work)
    tasks = make_tasks(work)
    work.record(
        CaseOpened(
            reference=row.reference,
            service=row.service,
            version=row.version,
            state=row.state,
            guest=row.subject.startswith("guest:"),
        )
    )
    start = row.state
    happened(work, f"state.{start}")
    if row.state == start:
        happened(work, "case.opened")
    work.finish()
    return Opened(id=str(row.pk), reference=row.reference, tasks=tuple(tasks))


def _subject_of(acting: Acting, identity: uuid.UUID) -> str:
    if acting.on_behalf_of:
        return acting.on_behalf_of
    if acting.person is not None or acting.actor.startswith("guest:"):
        return acting.actor
    return f"guest:{identity}"


def _insert(row: Case) -> Case | None:
    """Insert with a unique reference; returns the existing case of the same journey, if there is one."""
    for _ in range(DRAWS):
        row.reference = new_reference(settings.REFERENCE_PREFIX)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            before = Case.objects.filter(journey=row.journey).first() if row.journey else None
            if before is not None:
                return before
            if not Case.objects.filter(reference=row.reference).exists():
                raise
        else:
            return None
    raise RuntimeError(f"{DRAWS} new references in succession were taken")


def _know_roles(row: Case, work: CaseTransaction) -> None:
    """Remember which roles the service names; asked of the database once a process and version."""
    known = (str(row.organisation_id), row.version)
    if known in _roles_known:
        return
    WorkingRole.objects.bulk_create(
        [
            WorkingRole(organisation_id=row.organisation_id, service=row.service, role=role)
            for role in sorted(workflow.roles(work.section))
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: _roles_known.add(known))
