"""Read a file; reading another person's is an entry in the journal."""

from dataclasses import dataclass
from uuid import UUID

import structlog
from django.db import transaction

from commonweal.blocks.forms.answers.context import UploadFacts
from commonweal.blocks.forms.events import UploadRead
from commonweal.blocks.forms.files import storage
from commonweal.blocks.forms.models import Upload
from commonweal.blocks.forms.permissions import is_own, may_read, subject_of
from commonweal.kernel import journal
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict, NotFound
from commonweal.kernel.sealedfiles import Damaged
from commonweal.kernel.sensitive import Shredded

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class OpenedUpload:
    """A file with its content."""

    facts: UploadFacts
    content: bytes


def _found(upload_id: str, acting: Acting) -> Upload:
    upload = Upload.objects.filter(pk=upload_id).first()
    if upload is None or not may_read(acting, upload):
        raise NotFound("There is no such file.", remedy="It may have been deleted, or belong to somebody else.")
    return upload


def upload_facts(identifier: str, *, owner: str) -> UploadFacts | None:
    """Facts of a file that `owner` ("person:<uuid>", "guest:<id>") sent, None for all others and for nonsense.

    This is what `FormContext.upload` needs: an answer can only be a file of the person who gives it."""
    try:
        row = Upload.objects.filter(pk=UUID(identifier), owner=owner).first()
    except ValueError:
        return None
    return row.facts if row else None


def find_upload(*, upload: str, acting: Acting) -> UploadFacts:
    """What is known of a file. Raises NotFound, for those who may not read it too."""
    return _found(upload, acting).facts


def open_upload(*, upload: str, acting: Acting) -> OpenedUpload:
    """A file with its content. Raises NotFound, for those who may not read it too; Conflict until it is scanned.

    Its owner may open a file before that: it came from them."""
    row = _found(upload, acting)
    own = is_own(acting, row)
    if row.state == Upload.State.REFUSED or (row.state == Upload.State.WAITING and not own):
        raise Conflict("This file is not checked for viruses yet, or was refused.", remedy="Try again in a minute.")
    try:
        content = storage.fetch(row)
    except (FileNotFoundError, Shredded):
        raise NotFound("The content of this file was deleted.") from None
    except Damaged as error:
        log.error("an upload is damaged", upload=str(row.pk), error=str(error))
        raise NotFound(
            "The content of this file is damaged.", remedy="Ask for it again, or for it to be restored from a backup."
        ) from None
    if not own:
        with transaction.atomic():
            journal.record(
                UploadRead(),
                acting=acting,
                object=row.ref,
                subject=subject_of(row) or row.owner,
                organisation=row.organisation or None,
            )
    return OpenedUpload(row.facts, content)
