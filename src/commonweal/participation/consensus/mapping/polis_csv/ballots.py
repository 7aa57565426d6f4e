"""votes.csv: one line a vote as it was cast."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.polis_csv.refused import Refused, shown
from commonweal.participation.consensus.mapping.polis_csv.text import check_width, header, records, whole
from commonweal.participation.consensus.mapping.votes import Ballots

FILE = "votes.csv"
NEEDED = ["comment-id", "voter-id", "vote"]
MOST_VOTES = 20_000_000
# Short files are always read field by field, so that every line is looked at in full.
SHORT = 20_000
REMEDY = "A vote is -1, 0 or 1. Correct it, or export again."


def read_ballots(text: str) -> Ballots:
    """The votes in the file's own sign. Refused with the line of the first that is none."""
    first, _, rest = text.partition("\n")
    columns = header(FILE, [name.strip('"') for name in first.rstrip("\r").split(",")], NEEDED)
    lines = rest.count("\n") + 1
    if lines > MOST_VOTES:
        raise Refused(FILE, None, f"holds more than {MOST_VOTES} votes.", "Split the conversation.")
    if lines > SHORT:
        quick = _quick(rest, columns)
        if quick is not None:
            return quick
    return _carefully(text, columns)


def _quick(rest: str, columns: dict[str, int]) -> Ballots | None:
    """All lines at once; None where a line is irregular, so that the careful reader can report it."""
    body = rest.rstrip("\r\n")
    lines = body.count("\n") + 1
    if '"' in body or body.count(",") != lines * (len(columns) - 1):
        return None
    names = [*NEEDED, "timestamp"] if "timestamp" in columns else NEEDED
    try:
        table = np.loadtxt(
            io.StringIO(body),
            delimiter=",",
            usecols=[columns[name] for name in names],
            dtype=np.int64,
            comments=None,
            ndmin=2,
        )
    except (ValueError, OverflowError):
        return None
    if len(table) != lines or np.abs(table).max() >= 10**15:
        return None
    return _checked(table)


def _checked(table: NDArray[np.int64]) -> Ballots | None:
    if np.abs(table[:, 2]).max() > 1:
        return None
    time = table[:, 3] if table.shape[1] > 3 else np.zeros(len(table), dtype=np.int64)
    return Ballots(table[:, 1].copy(), table[:, 0].copy(), table[:, 2].astype(np.int8), time.copy())


def _carefully(text: str, columns: dict[str, int]) -> Ballots:
    rows: list[tuple[int, int, int, int]] = []
    for line, row in list(records(FILE, text))[1:]:
        check_width(FILE, line, row, len(columns))
        statement, voter, vote = (whole(FILE, line, name, row[columns[name]]) for name in NEEDED)
        if vote not in (-1, 0, 1):
            raise Refused(FILE, line, f"the vote is {shown(str(vote))}.", REMEDY)
        time = whole(FILE, line, "timestamp", row[columns["timestamp"]]) if "timestamp" in columns else 0
        rows.append((statement, voter, vote, time))
    if not rows:
        raise Refused(FILE, None, "holds no vote.", "Export the conversation again.")
    made = _checked(np.array(rows, dtype=np.int64))
    assert made is not None
    return made
