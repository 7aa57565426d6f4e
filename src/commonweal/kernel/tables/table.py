"""A table that was read: its rows by the names that an import uses, each cell cleaned by its kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from commonweal.kernel.tables.columns import Column, close_headings, positions
from commonweal.kernel.tables.reading import DELIMITERS, Record, TableRefused, read_text, records

Value = TypeVar("Value")
SHOWN_OF_CELL = 60


class Unusable(ValueError):
    """A row or cell that cannot be used, with the reason and the column."""

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(f"{column}: {reason}" if column else reason)
        self.column = column
        self.reason = reason


@dataclass(frozen=True)
class Cells:
    """The cells of one row by column name; what the file has no column for is ''."""

    values: Mapping[str, str]
    headings: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def read(self, name: str, kind: Callable[[str], Value]) -> Value:
        """The cell as `kind` makes it; its ValueError becomes Unusable, which names column and content."""
        written = self[name]
        try:
            return kind(written)
        except ValueError as error:
            raise self.unusable(name, str(error)) from None

    def needed(self, name: str, kind: Callable[[str], Value]) -> Value:
        """The same for a cell that must not be empty."""
        if not self[name]:
            raise self.unusable(name, "is empty")
        return self.read(name, kind)

    def unusable(self, name: str, wrong: str) -> Unusable:
        """The error for a cell: "'far' is not a number" with the heading of its column."""
        written = self[name]
        shown = repr(written[:SHOWN_OF_CELL] + "…" if len(written) > SHOWN_OF_CELL else written)
        heading = self.headings.get(name, name)
        return Unusable(f"{shown} {wrong}" if written else wrong, heading)


@dataclass(frozen=True)
class Row:
    """One record. `line` is the line of the file on which it begins; `fault` is the reason why it cannot be used."""

    line: int
    cells: Cells
    fault: str = ""

    def use(self) -> Cells:
        """The cells; raises Unusable where there are more or fewer of them than headings."""
        if self.fault:
            raise Unusable(self.fault)
        return self.cells


@dataclass(frozen=True)
class Table:
    """The rows of a file, and how it was understood: `found` has the heading of each column that is there."""

    file: Path
    delimiter: str
    found: Mapping[str, str]
    unused: Sequence[str]
    rows: Sequence[Row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def perhaps(self, columns: Sequence[Column]) -> list[tuple[Column, str]]:
        """Columns that are missing, each with an unused heading that looks like it."""
        absent = [column for column in columns if column.name not in self.found]
        close = [(column, close_headings(self.unused, column.heading)) for column in absent]
        return [(column, headings[0]) for column, headings in close if headings]


def read_table(file: Path, columns: Sequence[Column], *, encoding: str = "utf-8") -> Table:
    """The table in a CSV file. The delimiter (comma, semicolon, tab or bar) is found by the headings that are expected.

    TableRefused, with file, line and remedy, where it cannot be read, lacks a column that is needed, or has no row."""
    text = _without_separator_line(read_text(file, encoding))
    delimiter = max(DELIMITERS, key=lambda mark: _fit(file, text, mark, columns))
    read = records(file, text, delimiter)
    headings = _headings(file, read)
    places = positions(file, headings, columns)
    found = {name: headings[place] for name, place in places.items()}
    rows = [_row(record, len(headings), places, found) for record in read]
    if not rows:
        raise TableRefused(file, "it has no row below the headings", "Give a file with rows")
    unused = [heading for place, heading in enumerate(headings) if heading and place not in places.values()]
    return Table(file, delimiter, found, unused, rows)


def _without_separator_line(text: str) -> str:
    """A spreadsheet may write `sep=;` above the headings. It is emptied, so that lines keep their numbers."""
    first, end, rest = text.partition("\n")
    return end + rest if first.strip().lower().startswith("sep=") and len(first.strip()) <= 5 else text


def _headings(file: Path, read: Iterator[tuple[int, list[str]]]) -> list[str]:
    """The first record that has any content. TableRefused where there is none, as in a file of a single semicolon."""
    for _, headings in read:
        return headings
    raise TableRefused(file, "there is nothing in it", "Give a file with headings and rows")


def _fit(file: Path, text: str, delimiter: str, columns: Sequence[Column]) -> tuple[int, int]:
    """How well a delimiter explains the headings: how many of the columns it shows, then how many parts it makes."""
    try:
        headings = _headings(file, records(file, text, delimiter))
    except TableRefused:
        return -1, 0
    wanted = {column.heading.casefold() for column in columns}
    return sum(heading.casefold() in wanted for heading in headings), len(headings)


def _row(record: Record, width: int, places: Mapping[str, int], found: Mapping[str, str]) -> Row:
    line, cells = record
    given = len(cells)
    while given > width and not cells[given - 1]:
        given -= 1
    fault = "" if given == width else f"it has {given} cells, and there are {width} headings"
    values = {name: cells[place] for name, place in places.items() if place < given}
    return Row(line, Cells(values, found), fault)
