"""Seals the files that an earlier version stored unsealed."""

from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import QuerySet

from commonweal.blocks.forms.files import storage
from commonweal.blocks.forms.models import Upload
from commonweal.kernel.sealedfiles import Damaged
from commonweal.kernel.sensitive import Shredded
from commonweal.kernel.tasks import scheduled, task

BATCH = 200
log = structlog.get_logger(__name__)


def _unsealed() -> "QuerySet[Upload]":
    return Upload.objects.filter(key="").exclude(path="")


def count_unsealed() -> int:
    """How many files are still stored as an earlier version stored them, unsealed."""
    return _unsealed().count()


@scheduled(every=timedelta(minutes=5))
@task(atomic=False)
def seal_earlier_uploads() -> None:
    """Seal up to BATCH files; what cannot be read is named in the log and looked at again the next time."""
    sealed = 0
    for identifier in _unsealed().values_list("pk", flat=True).iterator():
        sealed += _seal(identifier)
        if sealed >= BATCH:
            return


def _seal(identifier: UUID) -> bool:
    with transaction.atomic():
        upload = _unsealed().select_for_update().filter(pk=identifier).first()
        if upload is None:
            return False
        try:
            storage.seal_again(upload, upload.owner)
        except (FileNotFoundError, Shredded, Damaged, ValueError) as error:
            log.warning("an upload cannot be sealed", upload=str(identifier), error=type(error).__name__)
            return False
        upload.save(update_fields=["path", "key", "sealed"])
    return True
