"""Take in a file: check what it is, make it safe, keep it, have it scanned."""

import hashlib
import uuid
from datetime import timedelta
from typing import Protocol

import structlog
from django.db import transaction

from commonweal.blocks.forms.actions.scan_upload import scan_upload_later
from commonweal.blocks.forms.answers.context import UploadFacts
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.texts import say
from commonweal.blocks.forms.events import UploadStored
from commonweal.blocks.forms.files import memory_limit, quotas, scanner, separate_process, storage
from commonweal.blocks.forms.files.kinds import SafeFile, Unsafe
from commonweal.blocks.forms.files.sanitising import make_safe
from commonweal.blocks.forms.files.sizes import size_in_words
from commonweal.blocks.forms.models import Upload
from commonweal.blocks.forms.permissions import may_send
from commonweal.kernel import clock, journal
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import Invalid

LARGEST = 25_000_000
DRAFTS_LAST = timedelta(days=30)
log = structlog.get_logger(__name__)


class NamedFile(Protocol):
    """What is needed of a received file."""

    name: str | None

    def read(self, size: int = ..., /) -> bytes:
        """The next bytes, none at the end."""


def store_upload(
    *,
    file: NamedFile,
    owner: str,
    acting: Acting,
    max_size: int = LARGEST,
    network: str = "",
) -> UploadFacts:
    """Keep a file (anything with `name` and `read`, such as Django's UploadedFile) for `owner`: "person:<uuid>" or
    "guest:<id>", whose journey it is. The caller has checked that the actor may act there. It is deleted after
    DRAFTS_LAST unless it is submitted.

    `max_size` is in bytes; `network` is where a guest's request came from (`client_address.network_of`). State
    "waiting" means that the scanner has not answered yet, "unscanned" that the place has none. Raises Invalid (field
    "file") for what cannot be kept, TooMany, NoRoom, Busy, NotAllowed, and NotSignedIn for strangers, who have no
    draft to send it for."""
    require(may_send, acting)
    quotas.count(acting, network)
    try:
        content = _read(file, min(max_size, LARGEST))
        quotas.check(len(content), owner=owner, acting=acting, network=network)
        safe = _looked_through(content, (file.name or "")[:500], acting, network)
    except Unsafe as unsafe:
        words = say(acting.language, unsafe.message, **unsafe.values)
        raise Invalid(words, remedy=words, fields={"file": words}) from None
    except memory_limit.Busy:
        raise quotas.Busy(say(acting.language, quotas.BUSY)) from None
    identifier = uuid.uuid4()
    try:
        kept = storage.keep(identifier, safe.content, owner=owner)
    except OSError as error:
        log.exception("a file could not be written")
        raise quotas.NoRoom(say(acting.language, quotas.NO_ROOM)) from error
    try:
        with transaction.atomic():
            upload = Upload.objects.create(
                id=identifier,
                owner=owner,
                name=safe.name,
                media_type=safe.media_type,
                size=len(safe.content),
                sha256=hashlib.sha256(safe.content).hexdigest(),
                path=kept.path,
                key=kept.key,
                state=Upload.State.WAITING if scanner.is_configured() else Upload.State.UNSCANNED,
                created_at=clock.now(),
                expires_at=clock.now() + DRAFTS_LAST,
            )
            fact = UploadStored(media_type=safe.media_type, size=upload.size, name=safe.name)
            journal.record(fact, acting=acting, object=upload.ref, subject=owner)
            if scanner.is_configured():
                scan_upload_later.enqueue(str(upload.pk))
    except Exception:
        storage.destroy(kept.path)
        raise
    return upload.facts


def _looked_through(content: bytes, name: str, acting: Acting, network: str) -> SafeFile:
    """The file as it is kept; what it took to look through it is counted, also where it is refused."""
    with separate_process.counted() as spent:
        try:
            return make_safe(content, name)
        finally:
            quotas.count_work(sum(spent), acting, network)


def _read(file: NamedFile, most: int) -> bytes:
    """All of a file, unless it has more than `most` bytes. Raises Unsafe."""
    read = bytearray()
    while chunk := file.read(1 << 16):
        read += chunk
        if len(read) > most:
            raise Unsafe(msgid("Choose a file smaller than {size}"), size=size_in_words(most))
    return bytes(read)
