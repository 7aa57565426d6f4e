"""Deletes a draft: by its owner, or because it was abandoned."""

from datetime import timedelta

from django.db import transaction

from commonweal.blocks.forms import api as forms
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.problems import NotFound
from commonweal.kernel.tasks import scheduled, task
from commonweal.services.journeys.actions.resume_link import VALID_FOR
from commonweal.services.journeys.drafts import Open, open_draft, opened
from commonweal.services.journeys.events import JourneyDiscarded
from commonweal.services.journeys.models import Journey, ResumeLink
from commonweal.services.journeys.recording import record_of

KEPT_FOR = timedelta(days=30)
BATCH = 200


def _discard(draft: Open, acting: Acting) -> None:
    row = draft.row
    left_at = draft.flow.next
    record_of(row, JourneyDiscarded(service=row.service, step=left_at.name if left_at else ""), acting=acting)
    for upload in draft.uploads:
        forms.delete_upload(upload=upload, acting=SYSTEM)
    row.delete()


@transaction.atomic
def discard_journey(*, journey: str, acting: Acting) -> None:
    """Delete one's own draft and its files. Raises NotFound, Conflict for one that was sent."""
    _discard(open_draft(journey, acting, lock=True), acting)


@scheduled(every=timedelta(hours=6))
@task(atomic=False)
def discard_forgotten() -> None:
    """Delete drafts that were not changed for KEPT_FOR, with a record of the step they were left at; and expired links
    to other drafts."""
    ResumeLink.objects.filter(sent_at__lt=clock.now() - VALID_FOR).delete()
    old = Journey.objects.filter(state="draft", changed_at__lt=clock.now() - KEPT_FOR)
    while rows := list(old[:BATCH]):
        with transaction.atomic():
            for row in rows:
                _forget(row)


def _forget(row: Journey) -> None:
    try:
        _discard(opened(row), SYSTEM)
    except NotFound:
        row.delete()
