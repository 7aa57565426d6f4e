"""Reads the records of a CSV file: the encoding is detected, and any other file is refused with a remedy."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

MOST_BYTES = 200_000_000
LONGEST_CELL = 100_000
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "windows-1252")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NOT_TEXT = {b"PK\x03\x04": "a spreadsheet", b"\xd0\xcf\x11\xe0": "a spreadsheet", b"%PDF": "a PDF"}
AS_CSV = "Save it as CSV (UTF-8) and give that file"
ANOTHER_ENCODING = ", or say --encoding windows-1252 if a Windows program wrote it"

Record = tuple[int, list[str]]


class TableRefused(Exception):
    """A file that cannot be used at all; its text names the file, what is wrong, and what to do."""

    def __init__(self, file: Path, wrong: str, remedy: str, *, line: int | None = None) -> None:
        place = f"{file}: line {line}" if line else str(file)
        super().__init__(f"{place}: {wrong}. {remedy}.")


def read_text(file: Path, encoding: str = "utf-8") -> str:
    """The text of a file without its byte-order mark, which goes before the `encoding` that was declared.

    TableRefused where it cannot be opened, is too large, is something else than text, or has another encoding."""
    raw = read_bytes(file)
    for start, kind in _NOT_TEXT.items():
        if raw.startswith(start):
            raise TableRefused(file, f"it is {kind}, not a CSV file", AS_CSV)
    used = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), encoding)
    try:
        text = raw.decode(used)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        remedy = AS_CSV + (ANOTHER_ENCODING if used == "utf-8" else "")
        raise TableRefused(file, f"it is not in {used.upper().removesuffix('-SIG')}", remedy, line=line) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TableRefused(file, "it has a null byte, so it is not text or is damaged", AS_CSV, line=line)
    if not text.strip():
        raise TableRefused(file, "it is empty", "Give a CSV file whose first line names the columns")
    return text


def read_bytes(file: Path, kind: str = "CSV") -> bytes:
    """What is in a file that somebody named. TableRefused where it cannot be opened or is too large."""
    try:
        if not file.is_file():
            wrong = "it is not a file" if file.exists() else "there is no such file"
            raise TableRefused(file, wrong, f"Give the path of a {kind} file")
        if file.stat().st_size > MOST_BYTES:
            raise TableRefused(file, f"it is larger than {MOST_BYTES // 1_000_000} MB", "Split it, and load the parts")
        return file.read_bytes()
    except (OSError, ValueError) as error:
        # ValueError is for a path that no system takes.
        wrong = f"it cannot be read ({getattr(error, 'strerror', None) or error})"
        raise TableRefused(file, wrong, "Check that you may read it") from None


def records(file: Path, text: str, delimiter: str) -> Iterator[Record]:
    """Each record with the number of the line on which it begins; lines without any content are skipped."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            remedy = "Check that each quotation mark is closed, and that quotation marks inside a cell are doubled"
            raise TableRefused(file, f"it cannot be read as CSV ({error})", remedy, line=begins) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield begins, [cell.strip() for cell in cells]
