"""Deletes a case whose time is over: its rows, its files, and a guest's key."""

from django.db import transaction

from commonweal.blocks.cases import definitions
from commonweal.blocks.cases.events import CaseDeleted
from commonweal.blocks.cases.finding import find_locked
from commonweal.blocks.cases.models import Case
from commonweal.ground.identity import api as identity
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import SYSTEM, Acting, is_system, require
from commonweal.kernel.problems import Conflict


def delete_case(*, case: str, acting: Acting = SYSTEM) -> None:
    """Delete for good. The journal keeps that there was a case, and nothing that its applicant said.

    Raises Conflict for an open case, or before its retention ends."""
    with transaction.atomic():
        row = find_locked(case, acting)
        require(is_system, acting, row)
        if row.is_open or row.delete_at is None or row.delete_at > clock.now():
            raise Conflict("This case must still be kept.", remedy="It is deleted by itself when its time is over.")
        uploads = list(row.uploads)
        definitions.delete_uploads(uploads)
        journal.record(
            CaseDeleted(service=row.service, outcome=row.outcome, uploads=uploads),
            acting=acting,
            object=row.ref,
            subject=row.subject,
            organisation=str(row.organisation_id),
            area=row.area,
            purpose="retention",
        )
        subject = row.subject
        row.delete()
        if subject.startswith("guest:") and not identity.keys_in_use([subject]):
            # A guest has no account; but another case, a draft or its files may still need the key.
            sensitive.shred(subject)


def exists(case: str) -> bool:
    """Whether a case (id) is still there: a task about it may have been queued twice."""
    return Case.objects.filter(pk=case).exists()


def due_for_deletion(limit: int) -> list[str]:
    """Ids of the cases whose retention has ended, those longest over first."""
    rows = Case.objects.filter(delete_at__lte=clock.now()).order_by("delete_at")
    return [str(pk) for pk in rows.values_list("pk", flat=True)[:limit]]
