"""The private storage of uploads: nothing in it has an address of its own."""

import base64
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from commonweal.kernel import sensitive

FOLDER = "uploads"


def keep(identifier: UUID, content: bytes, *, seal_for: str = "") -> str:
    """Write a file and say where it lies. With `seal_for` it is encrypted with that person's key."""
    stored = sensitive.seal(seal_for, base64.b64encode(content).decode()).encode() if seal_for else content
    return default_storage.save(f"{FOLDER}/{identifier.hex[:2]}/{identifier.hex}", ContentFile(stored))


def fetch(path: str, *, sealed_for: str = "") -> bytes:
    """The content of a file. Raises FileNotFoundError, and Shredded once the owner's key is destroyed."""
    with default_storage.open(path) as opened:
        stored: bytes = opened.read()
    return base64.b64decode(sensitive.unseal(sealed_for, stored.decode())) if sealed_for else stored


def destroy(path: str) -> None:
    """Delete a file; one that is gone already is no error."""
    if path:
        default_storage.delete(path)
