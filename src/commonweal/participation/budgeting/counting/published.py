"""A published count: reads what a city published, as JSON, CSV, plain lines, or the column `selected` of a .pb file."""

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.money import parse_amount
from commonweal.participation.budgeting.counting.pabulib.reader import parse_pabulib
from commonweal.participation.budgeting.counting.pabulib.sections import lines_of, read_text, rows_of
from commonweal.participation.budgeting.counting.refusal import CountingRefused

_ID_COLUMNS = ("project_id", "id", "project")


@dataclass(frozen=True, slots=True)
class PublishedWinner:
    """One project that a city reports as funded; other details are None where they were not published."""

    id: str
    line: int | None = None
    cost: int | None = None
    votes: int | None = None
    effective_votes: Fraction | None = None


@dataclass(frozen=True)
class PublishedCount:
    """What was published. `ordered` is True if the order of the winners is the order of the rounds."""

    winners: tuple[PublishedWinner, ...]
    ordered: bool = False
    spent: int | None = None
    share: Fraction | None = None
    from_reserve: frozenset[str] = frozenset()


def read_published(path: Path, election: Election) -> PublishedCount:
    """The published count in this file. Raises CountingRefused with the line of what cannot be read."""
    text = read_text(path)
    if text.lstrip().upper().startswith("META"):
        found = of_selected(parse_pabulib(text, str(path)).election)
    elif text.lstrip().startswith(("{", "[")):
        found = _of_json(text, str(path))
    else:
        found = _of_rows(text, str(path))
    seen = set()
    for winner in found.winners:
        if winner.id not in election.position:
            raise CountingRefused(
                f"the published project {winner.id[:40]!r} is not in the election",
                "use the ids of the .pb file",
                str(path),
                winner.line,
            )
        if winner.id in seen:
            raise CountingRefused(
                f"the project {winner.id[:40]!r} is published twice", "name each once", str(path), winner.line
            )
        seen.add(winner.id)
    return found


def of_selected(election: Election) -> PublishedCount:
    """The column `selected` of the election's own file: 1 is funded; 2 and 3 are funded from a reserve."""
    if not election.published:
        raise CountingRefused(
            "the file has no column `selected`, so nothing is published in it", "name a file with the published count"
        )
    chosen = [name for name, mark in election.published.items() if mark in {"1", "2", "3"}]
    reserve = frozenset(name for name, mark in election.published.items() if mark in {"2", "3"})
    return PublishedCount(tuple(PublishedWinner(name) for name in chosen), from_reserve=reserve)


def _amount(value: object, file: str, line: int | None, what: str) -> int | None:
    if value is None or value == "":
        return None
    try:
        return parse_amount(str(value).replace(" ", ""))
    except ValueError as error:
        raise CountingRefused(f"{what}: {error}", "write a plain number", file, line) from error


def _fraction(value: object, file: str, line: int | None, what: str) -> Fraction | None:
    if value is None or value == "":
        return None
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise CountingRefused(f"{what} is {str(value)[:40]!r}, not a number", "write a number", file, line) from error


def _winner(row: dict[str, Any], file: str, line: int | None) -> PublishedWinner:
    name = next((str(row[key]).strip() for key in _ID_COLUMNS if row.get(key) not in (None, "")), "")
    if not name:
        raise CountingRefused("a winner has no project_id", "name the project of each winner", file, line)
    votes = _fraction(row.get("votes"), file, line, "votes")
    return PublishedWinner(
        name,
        line,
        _amount(row.get("cost"), file, line, "the cost"),
        None if votes is None else int(votes),
        _fraction(row.get("effective_votes"), file, line, "effective_votes"),
    )


def _of_json(text: str, file: str) -> PublishedCount:
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise CountingRefused("this is not valid JSON", "export it again", file, line) from error
    if isinstance(data, list):
        data = {"winners": data}
    rows = data.get("winners")
    if not isinstance(rows, list):
        raise CountingRefused("there is no list `winners`", 'write {"winners": [{"project_id": "..."}]}', file)
    winners = tuple(_winner(row if isinstance(row, dict) else {"project_id": row}, file, None) for row in rows)
    ordered = bool(rows) and all(isinstance(row, dict) and "round" in row for row in rows)
    share = data.get("share")
    return PublishedCount(
        winners,
        ordered,
        _amount(data.get("spent"), file, None, "spent"),
        None if share is None else _fraction(share, file, None, "share"),
    )


def _of_rows(text: str, file: str) -> PublishedCount:
    """A CSV table with a column for the project, or one project id a line."""
    first = next(line for line in lines_of(text) if line.strip())
    delimiter = next((mark for mark in (";", "\t", ",") if mark in first), ",")
    header, *rows = [
        (line, [cell.strip() for cell in row])
        for line, row in rows_of(text, file, delimiter)
        if any(map(str.strip, row))
    ]
    columns = [name.lower() for name in header[1]]
    if not set(columns) & set(_ID_COLUMNS):
        return PublishedCount(tuple(PublishedWinner(row[0], line) for line, row in [header, *rows]))
    found = [(dict(zip(columns, row, strict=False)), line) for line, row in rows]
    winners = tuple(_winner(row, file, line) for row, line in found if row.get("selected", "1") not in {"", "0"})
    return PublishedCount(winners, ordered="round" in columns)
