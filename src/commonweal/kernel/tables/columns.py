"""Finds the columns of a table by their headings, and proposes close headings for missing ones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from commonweal.kernel.tables.reading import TableRefused


@dataclass(frozen=True)
class Column:
    """A column that an import reads: its name in the import, and its heading in the file.

    `option` is the command's option that names the heading, or ''. A column that is `needed`, or whose heading somebody
    has `named`, must be there; each other is empty where the file lacks it."""

    name: str
    heading: str
    option: str = ""
    needed: bool = False
    named: bool = False


def with_headings(columns: Sequence[Column], named: Mapping[str, str | None]) -> list[Column]:
    """The columns under the headings that somebody named; each of these must then be there."""
    chosen = {name: heading for name, heading in named.items() if heading is not None}
    return [
        replace(column, heading=chosen[column.name].strip(), named=True) if column.name in chosen else column
        for column in columns
    ]


def positions(file: Path, headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """The place of each column in a record, by name; TableRefused where one that must be there is missing."""
    found = {}
    for column in columns:
        places = _places(headings, column.heading)
        if len(places) > 1:
            remedy = "Name the one that is meant differently in the file"
            raise TableRefused(file, f"there are {len(places)} columns {column.heading!r}", remedy, line=1)
        if places:
            found[column.name] = places[0]
        elif column.needed or column.named:
            raise _missing(file, headings, column)
    _one_purpose_each(file, headings, found)
    return found


def close_headings(headings: Sequence[str], wanted: str) -> list[str]:
    """Headings that may have been meant, the closest first; one that begins with the other counts as close."""
    plain = {_plain(heading): heading for heading in headings if _plain(heading)}
    asked = _plain(wanted)
    alike = get_close_matches(asked, plain, n=3, cutoff=0.7)
    longer = [key for key in plain if asked and (key.startswith(asked) or asked.startswith(key)) and len(key) > 2]
    return [plain[key] for key in dict.fromkeys([*alike, *longer])][:3]


def _plain(heading: str) -> str:
    return re.sub(r"[\s_\-.]+", "", heading).casefold()


def _places(headings: Sequence[str], wanted: str) -> list[int]:
    """The position of a heading: as it is written, or else regardless of capitals, blanks, dashes and underscores."""
    exact = [place for place, heading in enumerate(headings) if heading == wanted]
    return exact or [place for place, heading in enumerate(headings) if _plain(heading) == _plain(wanted) != ""]


def _missing(file: Path, headings: Sequence[str], column: Column) -> TableRefused:
    close = close_headings(headings, column.heading)
    there = ", ".join(heading for heading in headings if heading)
    wrong = f"there is no column {column.heading!r} (there are: {there[:300]})"
    if close:
        return TableRefused(file, wrong, f"Is {_either(close)} meant? {_say(column, close[0])}", line=1)
    return TableRefused(file, wrong, _say(column, "NAME"), line=1)


def _either(names: Sequence[str]) -> str:
    return " or ".join(repr(name) for name in names)


def _say(column: Column, heading: str) -> str:
    if column.option:
        return f"Say {column.option} {heading!r}" if " " in heading else f"Say {column.option} {heading}"
    return f"Give the column the name {column.heading!r} in the file"


def _one_purpose_each(file: Path, headings: Sequence[str], found: Mapping[str, int]) -> None:
    taken: dict[int, str] = {}
    for name, place in found.items():
        if place in taken:
            wrong = f"the column {headings[place]!r} is named for both {taken[place]} and {name}"
            raise TableRefused(file, wrong, "Name a column for each", line=1)
        taken[place] = name
