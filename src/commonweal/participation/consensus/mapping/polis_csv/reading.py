"""Reads a Polis folder: comments.csv, votes.csv, participants-votes.csv and summary.csv, as far as present."""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path

import numpy as np

from commonweal.kernel.plurals import number_of
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.polis_csv import ballots as votes_file
from commonweal.participation.consensus.mapping.polis_csv import comments as comments_file
from commonweal.participation.consensus.mapping.polis_csv import matrix as matrix_file
from commonweal.participation.consensus.mapping.polis_csv.refused import Refused
from commonweal.participation.consensus.mapping.polis_csv.sign import Declared, Sign, found_sign, turned
from commonweal.participation.consensus.mapping.polis_csv.text import read_text
from commonweal.participation.consensus.mapping.votes import Ballots, tabulate

SUMMARY = "summary.csv"
# The counts of pairs take three whole numbers for each two statements: 300 MB at this size.
MOST_STATEMENTS = 5000
MOST_DIFFERENT = 0.05


def read_folder(folder: Path, sign: Sign = Sign.AUTO) -> Conversation:
    """The conversation in a folder of CSV files; votes.csv, where present, goes before participants-votes.csv.

    Refused (a ValueError) names file, line and remedy.
    """
    if not folder.is_dir():
        raise Refused(str(folder), None, "is no folder.", "Name the folder that holds the CSV files of one export.")
    statements, declared, notes = _statements(folder)
    cast, matrix = _votes(folder)
    if cast is None and matrix is None:
        raise Refused(
            votes_file.FILE, None, "is missing, and so is participants-votes.csv.", "Put one of them in the folder."
        )
    if cast is not None:
        ballots = _signed(votes_file.FILE, cast, declared, sign, notes, by_statement=True)
    if matrix is not None:
        by_participant = _signed(matrix_file.FILE, matrix.ballots, matrix.declared, sign, notes, by_statement=False)
        if cast is None:
            ballots = by_participant
        else:
            _compare(ballots, by_participant, notes)
    topic, description, url = _summary(folder)
    return Conversation(
        statements=_with_unnamed(statements, ballots, matrix.statements if matrix else [], notes),
        ballots=ballots,
        topic=topic,
        description=description,
        url=url,
        published_groups=matrix.groups if matrix else {},
        notes=tuple(notes),
    )


def _statements(folder: Path) -> tuple[list[Statement], Declared, list[str]]:
    path = folder / comments_file.FILE
    if not path.exists():
        return [], {}, [f"{comments_file.FILE} is missing: statements are shown by number"]
    return comments_file.read_statements(read_text(path))


def _votes(folder: Path) -> tuple[Ballots | None, matrix_file.Matrix | None]:
    cast, matrix = folder / votes_file.FILE, folder / matrix_file.FILE
    return (
        votes_file.read_ballots(read_text(cast)) if cast.exists() else None,
        matrix_file.read_matrix(read_text(matrix)) if matrix.exists() else None,
    )


def _signed(
    file: str, ballots: Ballots, declared: Declared, sign: Sign, notes: list[str], *, by_statement: bool
) -> Ballots:
    if sign is Sign.AUTO:
        sign = found_sign(file, tabulate(ballots), declared, by_statement=by_statement)
        if sign is Sign.API:
            notes.append(f"{file}: -1 means agree, as in Polis's database; all votes were inverted")
    return turned(ballots) if sign is Sign.API else ballots


def _compare(cast: Ballots, matrix: Ballots, notes: list[str]) -> None:
    """The two files have the same votes; they may differ by a few that were cast in between."""
    one, other = tabulate(cast).ballots(), tabulate(matrix).ballots()
    different = _differing(one, other)
    if different > MOST_DIFFERENT * max(len(one), 20):
        raise Refused(
            matrix_file.FILE,
            None,
            f"contradicts votes.csv in {different} of {number_of(len(one), 'vote')}.",
            "Take both files from one export, or remove one of them.",
        )
    if different:
        notes.append(
            f"{number_of(different, 'vote differs', 'votes differ')} between the two files of votes; votes.csv counts"
        )


def _differing(one: Ballots, other: Ballots) -> int:
    """In how many pairs of participant and statement the final votes are not the same, or one is missing."""
    _, who = np.unique(np.concatenate((one.participant, other.participant)), return_inverse=True)
    ids, what = np.unique(np.concatenate((one.statement, other.statement)), return_inverse=True)
    key = who * len(ids) + what
    first, second = key[: len(one)], key[len(one) :]
    shared, at, other_at = np.intersect1d(first, second, assume_unique=True, return_indices=True)
    same = int((one.value[at] == other.value[other_at]).sum())
    return len(first) + len(second) - len(shared) - same


def _with_unnamed(
    statements: list[Statement], ballots: Ballots, columns: list[int], notes: list[str]
) -> tuple[Statement, ...]:
    known = {statement.id for statement in statements}
    unnamed = sorted((set(np.unique(ballots.statement).tolist()) | set(columns)) - known)
    if unnamed and known:
        notes.append(f"{number_of(len(unnamed), 'statement has', 'statements have')} votes but no text")
    everything = statements + [Statement(number, f"(statement {number}: text not published)") for number in unnamed]
    if len(everything) > MOST_STATEMENTS:
        raise Refused(
            comments_file.FILE,
            None,
            f"there are {len(everything)} statements.",
            f"At most {MOST_STATEMENTS} can be mapped.",
        )
    return tuple(sorted(everything, key=lambda statement: statement.id))


def _summary(folder: Path) -> tuple[str, str, str]:
    """Topic, description and address: nothing depends on them, so unreadable values are dropped."""
    path = folder / SUMMARY
    if not path.exists():
        return "", "", ""
    found: dict[str, str] = {}
    with contextlib.suppress(csv.Error):
        for row in csv.reader(io.StringIO(read_text(path), newline="")):
            if len(row) >= 2:
                found.setdefault(row[0].strip(), ",".join(row[1:]).strip()[:5000])
    return found.get("topic", ""), found.get("conversation-description", ""), found.get("url", "")
