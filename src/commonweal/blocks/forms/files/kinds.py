"""The kind of a file, by its content alone: its name and the type that the browser sends are ignored."""

import re
from dataclasses import dataclass

from commonweal.blocks.forms.answers.marking import msgid

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
EMPTY = msgid("This file is empty")
OLD_OFFICE = msgid("This document is of an old kind (DOC, XLS, PPT). Save it as DOCX, XLSX or PDF and choose that")
RICH_TEXT = msgid("We do not keep rich text (RTF). Save it as DOCX or PDF and choose that")
FILM = msgid("We do not keep films or recordings. Choose a photograph, a PDF or a document")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")  # all but tabs, line breaks and page breaks
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
# Brands of the file type box with which HEIC and AVIF begin, as telephones write them.
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2"})
_AVIF = frozenset({b"avif", b"avis"})
# What we know and do not keep, with the way out.
_NOT_KEPT = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"{\\rt", RICH_TEXT),
    (b"ID3", FILM),
    (b"\x1aE\xdf\xa3", FILM),
)


def recognise(content: bytes) -> str:
    """The family of a file: "image", "heic", "pdf", "zip" or "text". Raises Unsafe for all others."""
    if not content:
        raise Unsafe(EMPTY)
    for beginning, words in _NOT_KEPT:
        if content.startswith(beginning):
            raise Unsafe(words)
    if content.startswith(_IMAGES) or _is_bitmap(content) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return "image"
    if content[4:8] == b"ftyp":
        return _of_boxes(content)
    if content[:5] == b"%PDF-":
        return "pdf"
    if content[:4] == b"PK\x03\x04":
        return "zip"
    # Signatures of two letters are also how many a text begins, so real text is known first.
    if content.startswith(BYTE_ORDER_MARKS) or _is_text(content) or _known_as(content) is None:
        return "text"
    raise Unsafe(UNKNOWN)


def _is_bitmap(content: bytes) -> bool:
    return content[:2] == b"BM" and int.from_bytes(content[2:6], "little") == len(content)


def _of_boxes(content: bytes) -> str:
    """HEIC, AVIF and films are all made of boxes; the first names their brands."""
    size = min(int.from_bytes(content[:4], "big"), 256)
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, size, 4))}
    if content[8:12] in _AVIF or (brands & _AVIF and not brands & (_HEIC - {b"mif1", b"msf1"})):
        return "image"
    if brands & _HEIC:
        return "heic"
    raise Unsafe(FILM)


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return not has_controls(text)


def has_controls(text: str) -> bool:
    """Whether there are control characters in a text that no text has; a text may have millions of others."""
    return bool(_CONTROLS.search(text))


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
    known = {*EXTENSIONS.values(), "jpeg", "jfif", "jpe", "heic", "heif", "hif", "avif", "tif", "tiff", "bmp", "json"}
    body = stem if stem and ending.lower() in known else kept
    return f"{body[:120] or 'file'}.{EXTENSIONS[media_type]}"
