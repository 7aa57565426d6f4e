"""Looks through an office document; runs in a process of its own.

A document of a few hundred kilobytes can unpack to a hundred megabytes that are slow to read."""

from commonweal.blocks.forms.files import archives
from commonweal.blocks.forms.files.kinds import Unsafe

KIND, REFUSED = b"kind ", b"refused "


def load() -> None:
    """Everything that is needed comes with Python."""


def read(content: bytes) -> bytes:
    """The media type of a document, or the message with which it is refused."""
    try:
        return KIND + archives.document_kind(content).encode()
    except Unsafe as unsafe:
        return REFUSED + unsafe.message.encode()
