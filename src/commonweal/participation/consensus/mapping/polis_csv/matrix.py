"""participants-votes.csv: one line a participant, one column a statement, and the group Polis published."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np

from commonweal.participation.consensus.mapping.polis_csv.refused import Refused, shown
from commonweal.participation.consensus.mapping.polis_csv.text import (
    WHOLE_NUMBER,
    check_width,
    header,
    records,
    whole,
)
from commonweal.participation.consensus.mapping.votes import Ballots

FILE = "participants-votes.csv"
VOTES = {"": None, "-1": -1, "0": 0, "1": 1, "-1.0": -1, "0.0": 0, "1.0": 1}


@dataclass
class Matrix:
    """Cells as ballots in the file's own sign, the published group by participant, and declared counts.

    `declared` holds (agrees, disagrees) by participant where the file has these columns.
    """

    ballots: Ballots
    statements: list[int]
    groups: dict[int, str] = field(default_factory=dict)
    declared: dict[int, tuple[int, int]] = field(default_factory=dict)


def read_matrix(text: str) -> Matrix:
    """All cells. Columns whose name is a number are statements; the others differ from export to export."""
    rows = records(FILE, text)
    _, first = next(rows)
    columns = header(FILE, first, ["participant"])
    statements = {int(name): at for name, at in columns.items() if WHOLE_NUMBER.fullmatch(name)}
    if not statements:
        raise Refused(FILE, 1, "has no column of a statement.", "Their names are numbers: export it again.")
    made = Matrix(Ballots.of([]), sorted(statements))
    of_column = {at: statement for statement, at in statements.items()}
    # Plain columns of numbers: a tuple for each of a million votes would take ten times the memory.
    who, what, how = array("q"), array("q"), array("b")
    seen: set[int] = set()
    for line, row in rows:
        check_width(FILE, line, row, len(columns))
        participant = whole(FILE, line, "participant", row[columns["participant"]])
        if participant in seen:
            raise Refused(FILE, line, f"participant {participant} is repeated.", "Keep one of the two lines.")
        seen.add(participant)
        for at, value in enumerate(row):
            if value and at in of_column:
                vote = _vote(line, of_column[at], value)
                if vote is not None:
                    who.append(participant)
                    what.append(of_column[at])
                    how.append(vote)
        _describe(made, participant, line, row, columns)
    columns_of_votes = (np.array(who, dtype=np.int64), np.array(what, dtype=np.int64), np.array(how, dtype=np.int8))
    made.ballots = Ballots(*columns_of_votes, np.arange(len(how)))
    return made


def _vote(line: int, statement: int, value: str) -> int | None:
    plain = value.strip()
    if plain not in VOTES:
        raise Refused(FILE, line, f"the vote on statement {statement} is {shown(value)}.", "It is -1, 0, 1 or nothing.")
    return VOTES[plain]


def _describe(made: Matrix, participant: int, line: int, row: list[str], columns: dict[str, int]) -> None:
    group = row[columns["group-id"]].strip() if "group-id" in columns else ""
    if group:
        made.groups[participant] = group[:40]
    if "n-agree" in columns and "n-disagree" in columns:
        agree, disagree = row[columns["n-agree"]], row[columns["n-disagree"]]
        made.declared[participant] = (
            whole(FILE, line, "n-agree", agree or "0"),
            whole(FILE, line, "n-disagree", disagree or "0"),
        )
