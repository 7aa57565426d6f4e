"""Sections: splits a Pabulib file into META, PROJECTS and VOTES, and keeps the line of every row."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.refusal import CountingRefused

LARGEST_FILE = 512 * 1024 * 1024
"""Bytes; the largest known election (130,000 ballots) has eight million."""

LONGEST_LINE = 1_000_000
"""Characters of one row, quotation over several lines included."""

NAMES = ("META", "PROJECTS", "VOTES")

Row = tuple[int, list[str]]


@dataclass
class Section:
    """One section: the line of its name, its column names in lower case, and its rows with their lines."""

    name: str
    line: int
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def read_text(path: Path) -> str:
    """The text of the file. Raises CountingRefused for one that is missing, empty, too large, or not UTF-8."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise CountingRefused(
                f"the file has {size:,} bytes, more than {LARGEST_FILE:,}", "split the election", str(path)
            )
        raw = path.read_bytes()
    except OSError as error:
        raise CountingRefused(
            f"cannot be read: {error.strerror}", "check the name and the permissions", str(path)
        ) from error
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise CountingRefused(
            "there is a zero byte; this is not a text file", "export it again as .pb", str(path), line
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise CountingRefused("is not written in UTF-8", "save the file as UTF-8", str(path), line) from error
    if not text.strip():
        raise CountingRefused("the file is empty", "export it again", str(path))
    return text


def lines_of(text: str) -> list[str]:
    """The lines as an editor numbers them: each ends with a line feed, a carriage return, or both."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def rows_of(text: str, file: str, delimiter: str = ";") -> Iterator[Row]:
    """Rows with quotation marks as in CSV, each with the number of the line on which it begins; empty ones are skipped.
    Raises CountingRefused for quotation marks that do not match, and for a line that is too long."""
    lines = lines_of(text)
    if '"' not in text:
        for number, line in enumerate(lines, start=1):
            if line:
                if len(line) > LONGEST_LINE:
                    raise CountingRefused("the line is too long", "check where lines end", file, number)
                yield number, line.split(delimiter)
        return
    csv.field_size_limit(LONGEST_LINE)
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
    start = 1
    try:
        for row in reader:
            if row:
                yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        raise CountingRefused(
            f"the quotation marks do not match ({error})", "double a quotation mark inside quoted text", file, start
        ) from error


def sections(text: str, file: str) -> dict[str, Section]:
    """The three sections by name. Raises CountingRefused for a missing, repeated or misplaced one."""
    found: dict[str, Section] = {}
    current: Section | None = None
    for line, row in rows_of(text, file):
        name = row[0].strip().upper() if not any(cell.strip() for cell in row[1:]) else ""
        if name in NAMES:
            if name in found:
                raise CountingRefused(f"the section {name} is there twice", "join the two", file, line)
            found[name] = current = Section(name, line)
        elif current is None:
            raise CountingRefused("the file does not begin with META", "a .pb file begins so", file, line)
        elif not current.columns:
            current.columns = [cell.strip().lower() for cell in row]
        elif any(cell.strip() for cell in row):
            current.rows.append((line, row))
    for name in NAMES:
        if name not in found:
            raise CountingRefused(
                f"the section {name} is missing", "the file is cut short or of another kind; export it again", file
            )
    return found


def checked_cells(section: Section, line: int, row: list[str], file: str) -> list[str]:
    """The cells of a row, trimmed; empty cells beyond the last column are dropped. Refuses any other number."""
    width = len(section.columns)
    if len(row) > width and not any(cell.strip() for cell in row[width:]):
        row = row[:width]
    if len(row) != width:
        raise CountingRefused(
            f"a row of {section.name} has {number_of(len(row), 'cell')} and its header {width}",
            "check for a missing or an unquoted semicolon, or a file that is cut short",
            file,
            line,
        )
    return [cell.strip() for cell in row]
