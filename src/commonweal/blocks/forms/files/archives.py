"""Office documents are ZIP archives: what may be in one, and how much of it."""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.files import office
from commonweal.blocks.forms.files.kinds import UNKNOWN, Unsafe

MOST_ENTRIES = 2_000
MOST_UNPACKED = 100_000_000
MOST_GROWTH = 200  # a document's XML shrinks to a twentieth, a bomb to a thousandth
MOST_EMBEDDED = 10  # the tables behind the charts of a document
BOMB = office.TOO_MUCH
NOT_OURS = msgid("We do not keep archives, presentations or pages of other programs. Save it as a PDF and choose that")
END = b"PK\x05\x06"
_PROGRAMS = (
    ".exe",
    ".dll",
    ".js",
    ".jse",
    ".vbs",
    ".vbe",
    ".wsf",
    ".hta",
    ".bat",
    ".cmd",
    ".com",
    ".scr",
    ".ps1",
    ".lnk",
)
_FOREIGN = (".zip", ".jar", ".7z", ".rar", ".gz", ".iso", ".html", ".htm", ".mht", ".mhtml", ".rtf", ".swf")
_EMBEDDED = re.compile(r"(word|xl)/embeddings/[^/]+\.(xlsx|docx)$", re.IGNORECASE)
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OPEN = {
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.spreadsheet",
}


def document_kind(content: bytes, *, most: int | None = None, inside: bool = False) -> str:
    """The media type of an office document. Raises Unsafe for archives of another kind, for documents with programs,
    macros or foreign files in them or that load something by themselves, with anything before or after them, and for
    those that unpack to too much (`most` bytes). A document `inside` another has none inside itself."""
    most = MOST_UNPACKED if most is None else most
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _alone_in_its_file(content, entries)
            _harmless_entries(entries, most)
            _unpack(archive, entries, most)
            kind = _kind(archive, {entry.filename for entry in entries})
            office.check_parts(_parts(archive, entries))
            _check_embedded(archive, entries, inside=inside)
            return kind
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error):
        raise Unsafe(UNKNOWN) from None


def _alone_in_its_file(content: bytes, entries: list[ZipInfo]) -> None:
    """Refuse a second file hidden before, between or after the entries (polyglots, overlapping bombs)."""
    end = content.rfind(END)
    if end != len(content) - 22 or not entries:
        raise Unsafe(UNKNOWN)
    at = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        # Between entries there may only be a data descriptor and the local header with its name and extra field.
        if entry.header_offset < at or entry.header_offset > at + 64:
            raise Unsafe(BOMB if entry.header_offset < at else UNKNOWN)
        name = int.from_bytes(content[entry.header_offset + 26 : entry.header_offset + 28], "little")
        extra = int.from_bytes(content[entry.header_offset + 28 : entry.header_offset + 30], "little")
        at = entry.header_offset + 30 + name + extra + entry.compress_size
    directory = int.from_bytes(content[end + 16 : end + 20], "little")
    if not at <= directory <= at + 64:
        raise Unsafe(UNKNOWN)


def _harmless_entries(entries: list[ZipInfo], most: int) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > most:
        raise Unsafe(BOMB)
    for entry in entries:
        name = entry.filename.lower()
        if entry.file_size > 1_000_000 and entry.file_size > MOST_GROWTH * max(entry.compress_size, 1):
            raise Unsafe(BOMB)
        if entry.flag_bits & 1:
            raise Unsafe(msgid("This document can only be opened with a password. Save it without the password"))
        if name.endswith(_PROGRAMS + _FOREIGN):
            raise Unsafe(office.HAS_A_FILE)
        strange = entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
        if strange or name.startswith("/") or ".." in name.split("/"):
            raise Unsafe(UNKNOWN)
    office.check_names(entry.filename for entry in entries)


def _unpack(archive: ZipFile, entries: list[ZipInfo], most: int) -> None:
    """Read everything once: sizes in a directory can be wrong, and checksums are only compared while reading."""
    left = most
    for entry in entries:
        with archive.open(entry) as opened:
            while chunk := opened.read(1 << 20):
                left -= len(chunk)
                if left < 0:
                    raise Unsafe(BOMB)


def _parts(archive: ZipFile, entries: list[ZipInfo]) -> Iterator[tuple[str, bytes]]:
    for entry in entries:
        yield entry.filename, archive.read(entry)


def _check_embedded(archive: ZipFile, entries: list[ZipInfo], *, inside: bool) -> None:
    """A chart has its table as an embedded document, which is checked like the document around it."""
    embedded = [entry for entry in entries if "/embeddings/" in entry.filename.lower() and not entry.is_dir()]
    if embedded and (inside or len(embedded) > MOST_EMBEDDED):
        raise Unsafe(office.HAS_A_FILE)
    for entry in embedded:
        if not _EMBEDDED.match(entry.filename):
            raise Unsafe(office.HAS_A_FILE)
        document_kind(archive.read(entry), most=MOST_UNPACKED // MOST_EMBEDDED, inside=True)


def _kind(archive: ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        for name, media_type in _OFFICE.items():
            if name in names:
                return media_type
    if "mimetype" in names:
        declared = archive.read("mimetype")
        if declared in _OPEN and "content.xml" in names:
            return declared.decode()
    raise Unsafe(NOT_OURS)
