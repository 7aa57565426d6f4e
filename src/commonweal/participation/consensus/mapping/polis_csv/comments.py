"""comments.csv: the statements, also where their text is unquoted."""

from __future__ import annotations

import re

from commonweal.participation.consensus.mapping.conversation import Statement
from commonweal.participation.consensus.mapping.polis_csv.refused import Refused, shown
from commonweal.participation.consensus.mapping.polis_csv.text import check_width, header, records, whole

FILE = "comments.csv"
NEEDED = ["comment-id", "comment-body"]
LONGEST_TEXT = 20_000
NUMERIC = {"timestamp", "comment-id", "author-id", "agrees", "disagrees", "moderated"}
DECLARED = ("agrees", "disagrees")

Fields = list[tuple[int, list[str]]]


def read_statements(text: str) -> tuple[list[Statement], dict[int, tuple[int, int]], list[str]]:
    """Statements by id, the declared counts of agreeing and disagreeing by id, and notes of what was repaired.

    Polis's server writes `comment-body` without quotes. A file that is not valid CSV is read by line instead: the body
    is the text between the fields before and after it."""
    notes: list[str] = []
    first, _, rest = text.partition("\n")
    columns = header(FILE, first.rstrip("\r").split(","), NEEDED)
    try:
        rows = _as_csv(text, columns)
    except Refused:
        rows = _by_line(rest, columns)
        notes.append(f"{FILE}: statements are unquoted; they were read line by line")
    statements: dict[int, Statement] = {}
    declared: dict[int, tuple[int, int]] = {}
    for line, row in rows:
        statement = _statement(line, row, columns)
        if statement.id in statements and statements[statement.id] != statement:
            raise Refused(FILE, line, f"statement {statement.id} is repeated.", "Keep one of the two lines.")
        statements[statement.id] = statement
        if all(name in columns for name in DECLARED):
            agrees, disagrees = (whole(FILE, line, name, row[columns[name]]) for name in DECLARED)
            declared[statement.id] = (agrees, disagrees)
    return [statements[key] for key in sorted(statements)], declared, notes


def _as_csv(text: str, columns: dict[str, int]) -> Fields:
    rows: Fields = []
    lines = records(FILE, text)
    next(lines)
    for line, row in lines:
        check_width(FILE, line, row, len(columns))
        whole(FILE, line, "comment-id", row[columns["comment-id"]])
        rows.append((line, row))
    return rows


def _by_line(rest: str, columns: dict[str, int]) -> Fields:
    """Lines that do not begin like a record continue the text above them."""
    before = columns["comment-body"]
    after = len(columns) - before - 1
    begins = re.compile("".join(_field(name) + "," for name in list(columns)[:before]))
    rows: Fields = []
    for number, ended in enumerate(rest.removesuffix("\n").split("\n"), start=2):
        line = ended.rstrip("\r")
        if before == 0 or begins.match(line):
            rows.append((number, line.split(",", before)))
        elif rows and after == 0 and before:
            rows[-1][1][before] += "\n" + line
            _check_length(number, rows[-1][1][before])
        elif line.strip():
            raise Refused(
                FILE, number, f"begins with {shown(line)}, not like a statement.", "Put the text in double quotes."
            )
    return [(number, _with_body(number, row, before, after)) for number, row in rows]


def _field(name: str) -> str:
    if name in NUMERIC:
        return r'"?-?[0-9]{0,15}"?'
    return r'(?:"[^"\n]{0,200}"|[^",\n]{0,200})'


def _with_body(number: int, row: list[str], before: int, after: int) -> list[str]:
    parts = row[before].rsplit(",", after) if after else [row[before]]
    if len(parts) != after + 1:
        raise Refused(FILE, number, "has too few fields; the file may have been cut off.", "Export it again.")
    body = parts[0]
    if len(body) > 1 and body.startswith('"') and body.endswith('"'):
        body = body[1:-1].replace('""', '"')
    return [field.strip('"') for field in row[:before]] + [body] + parts[1:]


def _statement(line: int, row: list[str], columns: dict[str, int]) -> Statement:
    def number(name: str, absent: int | None) -> int | None:
        value = row[columns[name]].strip() if name in columns else ""
        return whole(FILE, line, name, value) if value else absent

    body = row[columns["comment-body"]]
    _check_length(line, body)
    moderated = number("moderated", 0)
    if moderated not in (-1, 0, 1):
        raise Refused(FILE, line, f"moderated is {moderated}.", "It is 1 (accepted), 0 (not seen) or -1 (out).")
    return Statement(
        id=whole(FILE, line, "comment-id", row[columns["comment-id"]]),
        text=body,
        moderated=moderated,
        author=number("author-id", None),
        time=number("timestamp", 0) or 0,
    )


def _check_length(line: int, body: str) -> None:
    if len(body) > LONGEST_TEXT:
        raise Refused(FILE, line, f"the statement has {len(body)} characters.", f"Shorten it to {LONGEST_TEXT}.")
