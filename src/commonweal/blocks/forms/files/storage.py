"""The private storage of uploads: nothing in it has an address of its own, and nothing in it can be read without the
key of the person who sent it."""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from commonweal.blocks.forms.models import Upload
from commonweal.kernel import sensitive
from commonweal.kernel.sealedfiles import Damaged, new_key, open_pieces, seal_pieces

FOLDER = "uploads"


@dataclass(frozen=True)
class Kept:
    """Where a file is stored, and its key, sealed for its owner."""

    path: str
    key: str


class _Pieces(File):  # type: ignore[type-arg]
    """Bytes as they come, for a storage to write."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__(None)
        self.pieces = pieces

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        del chunk_size
        yield from self.pieces


def _context(identifier: UUID) -> str:
    return f"upload:{identifier}"


def keep(identifier: UUID, content: bytes, *, owner: str) -> Kept:
    """Write the content of an upload, sealed with a key of its own; what cannot be written whole leaves nothing."""
    key = new_key()
    kept = sensitive.seal(owner, base64.b64encode(key).decode())
    path = f"{FOLDER}/{identifier.hex[:2]}/{uuid4().hex}"
    try:
        path = default_storage.save(path, _Pieces(seal_pieces([content], key=key, context=_context(identifier))))
    except OSError:
        default_storage.delete(path)
        raise
    return Kept(path, kept)


def fetch(upload: Upload) -> bytes:
    """The content of an upload. Raises FileNotFoundError, Damaged, and Shredded once the owner's key is destroyed."""
    with default_storage.open(upload.path) as opened:
        if not upload.key:
            return _as_once_kept(upload, opened.read())
        try:
            key = base64.b64decode(sensitive.unseal(upload.owner, upload.key))
        except ValueError as error:
            raise Damaged(str(error)) from error
        return b"".join(open_pieces(opened, key=key, context=_context(upload.pk)))


def _as_once_kept(upload: Upload, stored: bytes) -> bytes:
    """Before all files were sealed, most lay open, and the special ones were one sealed value."""
    return base64.b64decode(sensitive.unseal(upload.owner, stored.decode())) if upload.sealed else stored


def give(upload: Upload, owner: str) -> None:
    """Make an upload another owner's, who alone can then read it. The caller holds the row locked and saves it."""
    if upload.key:
        upload.key = sensitive.seal(owner, sensitive.unseal(upload.owner, upload.key))
    else:
        seal_again(upload, owner)
    upload.owner = owner


def seal_again(upload: Upload, owner: str) -> None:
    """Seal what an earlier version left as it was. The caller holds the row locked and saves it."""
    kept = keep(upload.pk, fetch(upload), owner=owner)
    transaction.on_commit(partial(destroy, upload.path))
    upload.path, upload.key, upload.sealed = kept.path, kept.key, False


def destroy(path: str) -> None:
    """Delete a file; a missing one is not an error."""
    if path:
        default_storage.delete(path)
