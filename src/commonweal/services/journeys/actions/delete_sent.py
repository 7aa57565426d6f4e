"""Deletes submitted journeys when their retention ends: with their case, or by the period of their service."""

from datetime import timedelta

from django.db import transaction

from commonweal.blocks.forms import api as forms
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.problems import NotFound
from commonweal.kernel.tasks import scheduled, task
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys.events import JourneyDeleted
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.recording import record_of

# Without a retention in the service there is nothing to come back to.
UNSAID = definitions.Retention(delete_after="30 days")
BATCH = 200


def delete_sent_with(*, case: str) -> None:
    """Delete what remembers that a case (id) was sent, in the transaction that deletes the case."""
    Journey.objects.filter(case=case).delete()


@scheduled(every=timedelta(hours=6))
@task(atomic=False)
def delete_sent() -> None:
    """Delete what was sent to services without cases and has been kept long enough, oldest first, in batches."""
    sent = Journey.objects.filter(state="submitted", case="")
    for version in sent.order_by().values_list("version", flat=True).distinct():
        rule = _rule(version)
        oldest = sent.filter(version=version).order_by("submitted_at")
        while rows := [row for row in oldest[:BATCH] if _is_over(row, rule)]:
            with transaction.atomic():
                for row in rows:
                    _delete(row)


def _rule(version: str) -> definitions.Retention:
    try:
        return definitions.version(version).base.retention or UNSAID
    except NotFound:
        return UNSAID


def _is_over(row: Journey, rule: definitions.Retention) -> bool:
    return rule.ends(row.submitted_at or row.changed_at) < clock.now()


def _delete(row: Journey) -> None:
    record_of(row, JourneyDeleted(service=row.service), acting=SYSTEM, purpose="retention")
    forms.delete_held(holder=row.ref, acting=SYSTEM)
    row.delete()
