"""Ask the scanner about a file, and destroy what is infected."""

from django.db import transaction

from commonweal.blocks.forms.events import UploadRefused
from commonweal.blocks.forms.files import keeping, scanner
from commonweal.blocks.forms.models import Upload
from commonweal.kernel import clock, journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.tasks import task


def scan_upload(upload_id: str) -> str:
    """The state of a file after the scanner was asked; asking again changes nothing. Raises ScannerAway."""
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None or upload.state != Upload.State.WAITING:
        return upload.state if upload else ""
    verdict = scanner.scan(keeping.fetch(upload.path, sealed_for=upload.owner if upload.sealed else ""))
    with transaction.atomic():
        state = Upload.State.CLEAN if verdict.clean else Upload.State.REFUSED
        waiting = Upload.objects.filter(pk=upload.pk, state=Upload.State.WAITING)
        changed = waiting.update(state=state, scanned_at=clock.now(), **({} if verdict.clean else {"path": ""}))
        if changed and not verdict.clean:
            fact = UploadRefused(reason=verdict.found)
            journal.record(fact, acting=SYSTEM, object=upload.ref, subject=upload.owner)
            transaction.on_commit(lambda: keeping.destroy(upload.path))
    return state


@task(retries=12, atomic=False)
def scan_upload_later(upload_id: str) -> None:
    """Scan in the background; a daemon that is away is asked again, each time after twice the wait."""
    scan_upload(upload_id)
