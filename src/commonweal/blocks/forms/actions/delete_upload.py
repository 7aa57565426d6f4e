"""Delete a file: its row, and with the commit its content."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction

from commonweal.blocks.forms.events import UploadDeleted
from commonweal.blocks.forms.files import storage
from commonweal.blocks.forms.models import Upload, is_id
from commonweal.blocks.forms.permissions import may_delete, may_read, subject_of
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import SYSTEM, Acting, require
from commonweal.kernel.problems import NotFound
from commonweal.kernel.sealedfiles import Damaged
from commonweal.kernel.tasks import scheduled, task

BATCH = 200


@transaction.atomic
def delete_upload(*, upload: str, acting: Acting, why: str = "asked") -> None:
    """Delete one file that was not submitted yet. Raises NotFound for those who may not know of it, NotAllowed.

    For the platform itself, a file that no longer exists is not an error."""
    row = Upload.objects.filter(pk=upload).first() if is_id(upload) else None
    if row is None and acting.actor == SYSTEM.actor:
        return
    if row is None or not may_read(acting, row):
        raise NotFound("There is no such file.", remedy="It may have been deleted already.")
    require(may_delete, acting, row)
    _delete(row, acting, why)


@transaction.atomic
def delete_held(*, holder: str, acting: Acting, why: str = "retention") -> int:
    """Delete all files of something that is itself deleted ("case:<uuid>"); how many. The caller has checked."""
    rows = list(Upload.objects.filter(holder=holder))
    for upload in rows:
        _delete(upload, acting, why)
    return len(rows)


@transaction.atomic
def delete_owned(*, owner: str, acting: Acting, why: str = "erasure") -> int:
    """Delete or hand on all files of an owner ("person:<uuid>"); how many. The caller has checked.

    What they sent into a case about somebody else is that person's from now on; the rest is deleted."""
    rows = list(Upload.objects.select_for_update().filter(owner=owner))
    for upload in rows:
        subject = subject_of(upload)
        if subject in ("", owner) or not _give(upload, subject):
            _delete(upload, acting, why)
    return len(rows)


def _give(upload: Upload, owner: str) -> bool:
    """Give a file another owner; False if it cannot be read any more."""
    if not upload.path:
        return False
    try:
        storage.give(upload, owner)
    except (FileNotFoundError, Damaged, sensitive.Shredded):
        return False
    upload.save(update_fields=["owner", "path", "key", "sealed"])
    return True


@transaction.atomic
def delete_replaced(ids: Iterable[str], *, owner: str, acting: Acting) -> int:
    """Delete the files that are no longer an answer in a draft of their owner; how many. The caller has checked.

    What was submitted elsewhere in the meantime stays."""
    rows = list(Upload.objects.filter(pk__in=[each for each in ids if is_id(each)], owner=owner, holder=""))
    for upload in rows:
        _delete(upload, acting, "replaced")
    return len(rows)


def _delete(upload: Upload, acting: Acting, why: str) -> None:
    journal.record(UploadDeleted(why=why), acting=acting, object=upload.ref, subject=upload.owner)
    transaction.on_commit(partial(storage.destroy, upload.path))
    upload.delete()


@scheduled(every=timedelta(hours=1))
@task(atomic=False)
def delete_expired() -> None:
    """Files of abandoned drafts."""
    while rows := list(Upload.objects.filter(expires_at__lt=clock.now())[:BATCH]):
        with transaction.atomic():
            for upload in rows:
                _delete(upload, SYSTEM, "expired")
