"""Read a file; reading another person's is an entry in the journal."""

from dataclasses import dataclass

from django.db import transaction

from commonweal.blocks.forms.circumstances import UploadFacts
from commonweal.blocks.forms.events import UploadRead
from commonweal.blocks.forms.files import keeping
from commonweal.blocks.forms.models import Upload
from commonweal.blocks.forms.permissions import may_read
from commonweal.kernel import journal
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict, NotFound
from commonweal.kernel.sensitive import Shredded


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


def upload_facts(*, upload_id: str, acting: Acting) -> UploadFacts:
    """What is known of a file. Raises NotFound, for those who may not read it too."""
    return _found(upload_id, acting).facts


def open_upload(*, upload_id: str, acting: Acting) -> OpenedUpload:
    """A file with its content. Raises NotFound, for those who may not read it too; Conflict until it is scanned.

    Its owner may open a file before that: it came from them."""
    upload = _found(upload_id, acting)
    own = upload.owner in (acting.actor, acting.on_behalf_of)
    if upload.state == Upload.State.REFUSED or (upload.state == Upload.State.WAITING and not own):
        raise Conflict("This file is not checked for viruses yet, or was refused.", remedy="Try again in a minute.")
    try:
        content = keeping.fetch(upload.path, sealed_for=upload.owner if upload.sealed else "")
    except (FileNotFoundError, Shredded):
        raise NotFound("The content of this file was deleted.") from None
    if not own:
        with transaction.atomic():
            journal.record(
                UploadRead(),
                acting=acting,
                object=upload.ref,
                subject=upload.owner,
                organisation=upload.organisation or None,
            )
    return OpenedUpload(upload.facts, content)
