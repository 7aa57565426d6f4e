"""The text of one CSV file, within limits that keep a hostile file from filling the machine."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from commonweal.kernel.plurals import number_of
from commonweal.participation.consensus.mapping.polis_csv.refused import Refused, shown

MOST_BYTES = 1_000_000_000
LONGEST_FIELD = 100_000
EXPORT_AGAIN = "Export the conversation again and replace the file."
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}")

Rows = Iterator[tuple[int, list[str]]]


def read_text(path: Path) -> str:
    """The file as text without byte order mark; Refused if it is too large, no UTF-8, or holds null bytes."""
    try:
        if not path.is_file():
            raise Refused(path.name, None, "is not an ordinary file.", EXPORT_AGAIN)
        if path.stat().st_size > MOST_BYTES:
            raise Refused(path.name, None, "is larger than 1 GB.", "Split the conversation, or export it again.")
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(path.name, None, f"cannot be read ({error.strerror}).", "Check its permissions.") from error
    if not raw.strip():
        raise Refused(path.name, None, "is empty.", EXPORT_AGAIN)
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise Refused(path.name, line, "has a null byte, so it is not a CSV file or is damaged.", EXPORT_AGAIN)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Refused(path.name, line, "is not in UTF-8.", "Save it as “CSV UTF-8” and try again.") from error


def records(file: str, text: str) -> Rows:
    """Each record with the number of the line on which it begins; Refused where the quoting breaks or a field is
    endless."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(file, begins, f"cannot be read as CSV ({error}).", EXPORT_AGAIN) from error
        if row:
            yield begins, row


def header(file: str, first: list[str], needed: list[str]) -> dict[str, int]:
    """Column positions by name; Refused if a needed column is missing or a name is repeated."""
    names = [name.strip() for name in first]
    for name in needed:
        if name not in names:
            found = ", ".join(shown(other, 20) for other in names[:10])
            raise Refused(file, 1, f"has no column “{name}” (it has {found}).", "Add the column, or export again.")
    twice = [name for name, times in Counter(names).items() if times > 1 and name]
    if twice:
        raise Refused(file, 1, f"has two columns {shown(twice[0])}.", "Keep one of them.")
    return {name: at for at, name in enumerate(names)}


def whole(file: str, line: int, name: str, value: str) -> int:
    """A whole number of at most 15 digits; Refused otherwise."""
    plain = value.strip()
    if not WHOLE_NUMBER.fullmatch(plain):
        raise Refused(file, line, f"{name} is {shown(value)}, not a whole number.", "Correct it, or export again.")
    return int(plain)


def check_width(file: str, line: int, row: list[str], width: int) -> None:
    """Refused unless the record has as many fields as the header."""
    if len(row) != width:
        raise Refused(
            file,
            line,
            f"has {number_of(len(row), 'field')} where the header has {width}; the file may have been cut off.",
            EXPORT_AGAIN,
        )
