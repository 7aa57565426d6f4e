"""The verb by which an approved version goes live, now or at a time."""

from datetime import datetime

from django.db import transaction

from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Invalid, Problem
from commonweal.kernel.tasks import task
from commonweal.services.definitions.events import PublicationFailed, PublicationScheduled
from commonweal.services.definitions.models import Service, Version
from commonweal.services.definitions.permissions import require_authority
from commonweal.services.definitions.versions.authoring import (
    check,
    demand,
    go_live,
    object_of,
    prove,
    refuse_mistakes,
    service_row,
    unchanged,
    version_row,
)
from commonweal.services.definitions.versions.cards import VersionCard, version_card


def publish(*, service: str, number: int, acting: Acting, at: datetime | None = None) -> VersionCard:
    """Make an approved version the one on which new applications begin; those begun before stay on theirs.

    `at` (aware) schedules it. The version is proved once more at the moment it goes live. Raises Invalid for a time
    that is past or a version that no longer holds, Conflict for one that is not approved."""
    row = service_row(service, acting)
    require_authority(acting, str(row.organisation_id))
    read = version_row(row, number)
    demand(read, "approved", "scheduled")
    refuse_mistakes(check(read.source, str(row.organisation_id)))
    with transaction.atomic():
        row = service_row(service, acting, lock=True)
        version = unchanged(row, read)
        if at is None:
            go_live(row, version, acting=acting)
        else:
            _schedule(row, version, at, acting)
    return version_card(version, row)


def _schedule(service: Service, version: Version, at: datetime, acting: Acting) -> None:
    if at.tzinfo is None:
        raise Invalid("The time has no time zone.", fields={"at": "Give the time with its zone, such as …T09:00Z."})
    if at <= clock.now():
        raise Invalid("That time is in the past.", fields={"at": "Choose a later time, or publish now."})
    version.status, version.publish_at = "scheduled", at
    version.save(update_fields=["status", "publish_at", "changed_at"])
    record(
        PublicationScheduled(service.key, version.number, version.hash, at.isoformat()),
        acting=acting,
        object=object_of(service),
        organisation=str(service.organisation_id),
    )
    publish_when_due.enqueue_at(at, str(version.pk))


@task(atomic=False)  # it is proved before anything is locked; to run it again changes nothing
def publish_when_due(version: str) -> None:
    """Publish a scheduled version whose time has come; one that was put off, taken back or published is left alone."""
    found = Version.objects.filter(pk=version, status="scheduled", publish_at__lte=clock.now()).first()
    if found is None:
        return
    problem = _mistakes(found)
    with transaction.atomic():
        service = Service.objects.select_for_update().get(pk=found.service_id)
        now = Version.objects.filter(
            pk=version, status="scheduled", publish_at=found.publish_at, source=found.source
        ).first()
        if now is None:
            return
        if problem:
            _give_up(service, now, problem)
        else:
            go_live(service, now, acting=SYSTEM)


def _mistakes(version: Version) -> Problem | None:
    """Why a version does not hold any more. Not counted: however much the organisation had checked, its time comes."""
    try:
        refuse_mistakes(prove(version.source, str(version.service.organisation_id)))
    except Problem as problem:
        return problem
    return None


def _give_up(service: Service, version: Version, problem: Problem) -> None:
    """The place changed since the version was approved; a person has to look."""
    version.status, version.publish_at = "approved", None
    version.save(update_fields=["status", "publish_at", "changed_at"])
    record(
        PublicationFailed(service.key, version.number, version.hash, problem.detail),
        acting=SYSTEM,
        object=object_of(service),
        organisation=str(service.organisation_id),
    )
