"""Ask the scanner about a file, and destroy what is infected."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

import structlog
from django.db import transaction

from commonweal.blocks.forms.events import UploadRefused
from commonweal.blocks.forms.files import scanner, storage
from commonweal.blocks.forms.models import Upload, is_id
from commonweal.kernel import clock, journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.sealedfiles import Damaged
from commonweal.kernel.sensitive import Shredded
from commonweal.kernel.tasks import scheduled, task

TO_SCAN = (Upload.State.WAITING, Upload.State.UNSCANNED)
BATCH = 200
log = structlog.get_logger(__name__)


def unscanned(ids: Iterable[str]) -> set[str]:
    """Which of some files no scanner has looked at; asks the database once, and not at all for none."""
    wanted = [identifier for identifier in ids if is_id(identifier)]
    if not wanted:
        return set()
    rows = Upload.objects.filter(pk__in=wanted, state__in=TO_SCAN)
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def scan_upload(upload_id: str) -> str:
    """The state of a file after the scanner was asked; asking again changes nothing. Raises ScannerAway."""
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None or upload.state not in TO_SCAN:
        return upload.state if upload else ""
    try:
        verdict = scanner.scan(storage.fetch(upload))
    except (FileNotFoundError, Shredded, Damaged) as error:
        # It cannot be opened either; it is deleted with what it belongs to.
        log.warning("an upload cannot be scanned", upload=upload_id, error=type(error).__name__)
        return upload.state
    with transaction.atomic():
        state = Upload.State.CLEAN if verdict.clean else Upload.State.REFUSED
        waiting = Upload.objects.filter(pk=upload.pk, state__in=TO_SCAN)
        changed = waiting.update(state=state, scanned_at=clock.now(), **({} if verdict.clean else {"path": ""}))
        if changed and not verdict.clean:
            fact = UploadRefused(reason=verdict.found)
            journal.record(fact, acting=SYSTEM, object=upload.ref, subject=upload.owner)
            transaction.on_commit(partial(storage.destroy, upload.path))
    return state


@task(retries=12, atomic=False)
def scan_upload_later(upload_id: str) -> None:
    """Scan in the background; a daemon that is away is asked again, each time after twice the wait."""
    scan_upload(upload_id)


@scheduled(every=timedelta(minutes=30))
@task(retries=0, atomic=False)
def scan_unscanned() -> None:
    """A place that got its scanner late: the files from before, a batch each time, oldest first."""
    if not scanner.is_configured():
        return
    unscanned = Upload.objects.filter(state=Upload.State.UNSCANNED).exclude(path="")
    scanned = 0
    for pk in unscanned.order_by("created_at").values_list("pk", flat=True).iterator():
        try:
            scanned += scan_upload(str(pk)) != Upload.State.UNSCANNED
        except scanner.ScannerAway as error:
            log.warning("the scanner is away", error=str(error))
            return
        if scanned >= BATCH:
            return
