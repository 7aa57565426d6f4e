"""The votes of a conversation as a sparse table: one row a participant, only the votes that were cast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

AGREE, PASS, DISAGREE = 1, 0, -1

Ints = NDArray[np.int64]
Values = NDArray[np.int8]


@dataclass(frozen=True)
class Ballots:
    """Votes as they were cast, in columns of equal length, each vote naming ids and not positions.

    `value` holds 1 for agree, 0 for pass and -1 for disagree. `time` orders two votes of one participant
    on one statement: the later one counts, and of two at the same instant the one further down.
    """

    participant: Ints
    statement: Ints
    value: Values
    time: Ints

    def __post_init__(self) -> None:
        lengths = {len(self.participant), len(self.statement), len(self.value), len(self.time)}
        if len(lengths) != 1:
            raise ValueError(f"columns of votes differ in length: {sorted(lengths)}")
        if len(self.value) and (self.value.min() < DISAGREE or self.value.max() > AGREE):
            raise ValueError("a vote is 1 (agree), 0 (pass) or -1 (disagree)")

    def __len__(self) -> int:
        return len(self.value)

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int]]) -> Ballots:
        """Votes from (participant, statement, value) in the order of casting."""
        listed = list(rows)
        columns = np.array(listed, dtype=np.int64).reshape(len(listed), 3)
        values = columns[:, 2]
        if len(values) and (values.min() < DISAGREE or values.max() > AGREE):
            raise ValueError("a vote is 1 (agree), 0 (pass) or -1 (disagree)")
        return cls(columns[:, 0], columns[:, 1], values.astype(np.int8), np.arange(len(listed)))


@dataclass(frozen=True)
class VoteTable:
    """One final vote for each pair that voted, sorted by participant, then by statement.

    Shapes: `participants` (n,) and `statements` (s,) are ascending ids; `start` (n + 1,) bounds the votes
    of each participant in `column` (v,) (positions in `statements`), `value` (v,) and `time` (v,).
    """

    participants: Ints
    statements: Ints
    start: Ints
    column: Ints
    value: Values
    time: Ints

    @property
    def row(self) -> Ints:
        """The participant's position for each vote, shape (v,)."""
        return np.repeat(np.arange(len(self.participants)), self.votes_per_participant)

    @property
    def votes_per_participant(self) -> Ints:
        """Votes cast by each participant, passes included, shape (n,)."""
        return np.diff(self.start)

    def counts(self, value: int) -> Ints:
        """How often each statement received `value`, shape (s,)."""
        return np.bincount(self.column[self.value == value], minlength=len(self.statements))

    def votes_of(self, row: int) -> tuple[Ints, Values]:
        """Columns and values of one participant's votes."""
        span = slice(int(self.start[row]), int(self.start[row + 1]))
        return self.column[span], self.value[span]

    def of_participants(self, chosen: NDArray[np.bool_]) -> VoteTable:
        """The table of the participants marked in `chosen` (n,), over the same statements."""
        kept = np.repeat(chosen, self.votes_per_participant)
        start = np.concatenate(([0], np.cumsum(self.votes_per_participant[chosen])))
        return VoteTable(
            self.participants[chosen], self.statements, start, self.column[kept], self.value[kept], self.time[kept]
        )

    def ballots(self) -> Ballots:
        """The final votes again as ballots."""
        return Ballots(self.participants[self.row], self.statements[self.column], self.value, self.time)


def tabulate(ballots: Ballots, statements: Ints | None = None) -> VoteTable:
    """The final vote of each participant on each statement.

    `statements` adds ids without votes; the order of the ballots matters only between votes of one participant on one
    statement at the same instant."""
    participants, row = np.unique(ballots.participant, return_inverse=True)
    known = ballots.statement if statements is None else np.concatenate((ballots.statement, statements))
    ids, where = np.unique(known, return_inverse=True)
    column = where[: len(ballots)]
    order = np.lexsort((np.arange(len(ballots)), ballots.time, column, row))
    row, column = row[order], column[order]
    last = np.ones(len(order), dtype=bool)
    last[:-1] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    row, column, order = row[last], column[last], order[last]
    start = np.searchsorted(row, np.arange(len(participants) + 1))
    return VoteTable(
        participants, ids, start.astype(np.int64), column.astype(np.int64), ballots.value[order], ballots.time[order]
    )
