"""What a file is, told from its content alone: the name and the browser's word count for nothing."""

from dataclasses import dataclass

from commonweal.blocks.forms.words import msgid

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}


class Unsafe(Exception):
    """A file that we do not keep. `message` is a message id for the person who sent it."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


@dataclass(frozen=True)
class SafeFile:
    """A file as it will be kept: its content after it was made safe, its true media type and a harmless name."""

    content: bytes
    media_type: str
    name: str


UNKNOWN = msgid("We cannot read this kind of file. Choose a photograph, a PDF or a document")


def recognise(content: bytes) -> str:
    """The family of a file: "image", "pdf", "zip" or "text". Raises Unsafe for all others."""
    if not content:
        raise Unsafe(msgid("This file is empty"))
    if content[:3] == b"\xff\xd8\xff" or content[:8] == b"\x89PNG\r\n\x1a\n" or content[:6] in (b"GIF87a", b"GIF89a"):
        return "image"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image"
    if content[:5] == b"%PDF-":
        return "pdf"
    if content[:4] == b"PK\x03\x04":
        return "zip"
    if _known_as(content) is None:
        return "text"
    raise Unsafe(UNKNOWN)


def _known_as(content: bytes) -> str | None:
    """What the collection of file signatures takes the content for; None if for nothing at all."""
    from puremagic import PureError, magic_string

    try:
        found = magic_string(content[:65_536])
    except (PureError, ValueError):
        return None
    kinds = {match.mime_type or match.extension for match in found}
    return None if kinds <= {"text/plain", "text/csv"} else sorted(kinds)[0]


def harmless_name(name: str, media_type: str) -> str:
    """The last part of a name, without characters that file systems or headers mistake, ending as the content is."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*;%').strip(" .")
    stem, _, ending = kept.rpartition(".")
    known = {*EXTENSIONS.values(), "jpeg", "heic", "tif", "tiff", "bmp"}
    body = stem if stem and ending.lower() in known else kept
    return f"{body[:120] or 'file'}.{EXTENSIONS[media_type]}"
