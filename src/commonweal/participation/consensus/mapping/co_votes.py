"""Co-votes: how pairs of statements were voted on together, as whole numbers that new votes only add to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.votes import VoteTable

# Sums of at most 4,096 products of -1, 0 and 1 are exact in single precision in any order
# in, so a fast matrix product gives the same whole numbers on every machine.
PEOPLE_AT_ONCE = 4096
CELLS_AT_ONCE = 2_000_000

Counts = NDArray[np.int32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class CoVotes:
    """All that the centre and the components need to know of the votes. Shapes (s, s) over s statements.

    `product[i, j]` sums vote i times vote j, `value[i, j]` sums vote i over those who voted on j too, and
    `both[i, j]` counts those who voted on both. The diagonals of `value` and `both` are each statement's
    own total and count.
    """

    product: Counts
    value: Counts
    both: Counts

    @property
    def total(self) -> Ints:
        """The sum of votes on each statement, shape (s,)."""
        return np.diagonal(self.value).astype(np.int64)

    @property
    def seen(self) -> Ints:
        """The number of votes on each statement, passes included, shape (s,)."""
        return np.diagonal(self.both).astype(np.int64)

    def of_statements(self, kept: NDArray[np.bool_]) -> CoVotes:
        """The same counts for the statements marked in `kept` (s,) alone."""
        pick = np.ix_(kept, kept)
        return CoVotes(self.product[pick], self.value[pick], self.both[pick])


def count_co_votes(table: VoteTable) -> CoVotes:
    """Count all pairs afresh: a block of people at a time, so that the dense table is never in memory as a whole."""
    statements = len(table.statements)
    people = len(table.participants)
    product, value, both = (np.zeros((statements, statements), dtype=np.int32) for _ in range(3))
    block = max(1, min(PEOPLE_AT_ONCE, CELLS_AT_ONCE // max(1, statements)))
    for first in range(0, people, block):
        last = min(people, first + block)
        votes, seen = _dense(table, first, last)
        product += (votes.T @ votes).astype(np.int32)
        value += (votes.T @ seen).astype(np.int32)
        both += (seen.T @ seen).astype(np.int32)
    return CoVotes(product, value, both)


def _dense(table: VoteTable, first: int, last: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    span = slice(int(table.start[first]), int(table.start[last]))
    row = np.repeat(np.arange(last - first), table.votes_per_participant[first:last])
    votes = np.zeros((last - first, len(table.statements)), dtype=np.float32)
    seen = np.zeros_like(votes)
    votes[row, table.column[span]] = table.value[span]
    seen[row, table.column[span]] = 1
    return votes, seen


@dataclass(frozen=True)
class Changes:
    """Votes cast anew or otherwise than before: participant's row, statement's column, and the differences.

    `vote` is the new value less the old (0 for none), `seen` 1 where there was no vote before.
    """

    row: Ints
    column: Ints
    vote: Ints
    seen: Ints


def add_changes(counts: CoVotes, before: VoteTable, after: VoteTable, changes: Changes) -> CoVotes:
    """The co-votes after the changes, from those before: only pairs with a changed vote are counted.

    Both tables hold the same participants and statements. With X the table before and Y = X + D after,
    Y'Y - X'X = D'Y + X'D, and D is tiny.
    """
    product, value, both = (part.copy() for part in (counts.product, counts.value, counts.both))
    row, column, vote, seen = changes.row, changes.column, changes.vote, changes.seen
    # `value` is not symmetric: V'S changes by dV'S_new + V_old'dS.
    _scatter(product, row, column, vote, after, votes=True, transposed=False)
    _scatter(product, row, column, vote, before, votes=True, transposed=True)
    _scatter(value, row, column, vote, after, votes=False, transposed=False)
    _scatter(value, row, column, seen, before, votes=True, transposed=True)
    _scatter(both, row, column, seen, after, votes=False, transposed=False)
    _scatter(both, row, column, seen, before, votes=False, transposed=True)
    return CoVotes(product, value, both)


def _scatter(
    into: Counts, row: Ints, column: Ints, delta: Ints, table: VoteTable, *, votes: bool, transposed: bool
) -> None:
    used = delta != 0
    row, column, delta = row[used], column[used], delta[used]
    lengths = table.votes_per_participant[row]
    ends = np.cumsum(lengths)
    at = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(table.start[row] - (ends - lengths), lengths)
    other = table.column[at]
    amount = np.repeat(delta, lengths) * (table.value[at] if votes else 1)
    mine = np.repeat(column, lengths)
    size = len(into)
    cell = other * size + mine if transposed else mine * size + other
    # Sums of small whole numbers: exact in double precision.
    into += np.bincount(cell, weights=amount, minlength=size * size).reshape(size, size).astype(np.int32)
