"""Office documents are ZIP archives: what may be in one, and how much of it."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from commonweal.blocks.forms.files.kinds import UNKNOWN, Unsafe
from commonweal.blocks.forms.words import msgid

MOST_ENTRIES = 2_000
MOST_UNPACKED = 100_000_000
MOST_GROWTH = 200  # a document's XML shrinks to a twentieth, a bomb to a thousandth
BOMB = msgid("This document unpacks to more than we can look through. Save it as a PDF and choose that")
END = b"PK\x05\x06"
_FORBIDDEN = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".zip", ".jar", ".7z", ".rar", ".gz")
_OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_OPEN = {
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.spreadsheet",
}


def document_kind(content: bytes) -> str:
    """The media type of an office document. Raises Unsafe for archives of another kind, with programs or archives
    in them, with anything before or after them, and for those that unpack to too much."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _alone_in_its_file(content, entries)
            _harmless_entries(entries)
            _unpack(archive, entries)
            return _kind(archive, {entry.filename for entry in entries})
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Unsafe(UNKNOWN) from None


def _alone_in_its_file(content: bytes, entries: list[ZipInfo]) -> None:
    """Refuse a second file hidden before, between or after the entries (polyglots, overlapping bombs)."""
    end = content.rfind(END)
    if end != len(content) - 22 or not entries:
        raise Unsafe(UNKNOWN)
    at = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        # Between entries only a data descriptor and the local header with its name and extra field may stand.
        if entry.header_offset < at or entry.header_offset > at + 64:
            raise Unsafe(BOMB if entry.header_offset < at else UNKNOWN)
        name = int.from_bytes(content[entry.header_offset + 26 : entry.header_offset + 28], "little")
        extra = int.from_bytes(content[entry.header_offset + 28 : entry.header_offset + 30], "little")
        at = entry.header_offset + 30 + name + extra + entry.compress_size
    directory = int.from_bytes(content[end + 16 : end + 20], "little")
    if not at <= directory <= at + 64:
        raise Unsafe(UNKNOWN)


def _harmless_entries(entries: list[ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unsafe(BOMB)
    for entry in entries:
        name = entry.filename.lower()
        grows = entry.file_size > 1_000_000 and entry.file_size > MOST_GROWTH * max(entry.compress_size, 1)
        if grows:
            raise Unsafe(BOMB)
        if name.endswith("vbaproject.bin"):
            raise Unsafe(msgid("This document has macros in it. Save it without them, or as a PDF"))
        strange = entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or entry.flag_bits & 1
        if strange or name.endswith(_FORBIDDEN) or name.startswith("/") or ".." in name.split("/"):
            raise Unsafe(UNKNOWN)


def _unpack(archive: ZipFile, entries: list[ZipInfo]) -> None:
    """Read everything once: sizes in a directory can lie, and checksums are only compared while reading."""
    left = MOST_UNPACKED
    for entry in entries:
        with archive.open(entry) as opened:
            while chunk := opened.read(1 << 20):
                left -= len(chunk)
                if left < 0:
                    raise Unsafe(BOMB)


def _kind(archive: ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        for name, media_type in _OFFICE.items():
            if name in names:
                return media_type
    if "mimetype" in names:
        declared = archive.read("mimetype")
        if declared in _OPEN and "content.xml" in names:
            return declared.decode()
    raise Unsafe(UNKNOWN)
