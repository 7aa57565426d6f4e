"""A count that runs along: new votes are added to what was counted, with the result of a whole recount."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.agreement_map import AgreementMap, map_counted
from commonweal.participation.consensus.mapping.co_votes import Changes, CoVotes, add_changes, count_co_votes
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.settings import Settings
from commonweal.participation.consensus.mapping.votes import Ballots, VoteTable, tabulate


@dataclass(frozen=True)
class RunningCount:
    """The final votes and their co-votes: whole numbers, so that adding gives exactly what recounting gives.

    What is spared is the counting of pairs of votes, by far the greatest part; the places and groups of
    all are found afresh, because each vote moves the centre, and so everybody, a little.
    """

    statements: tuple[Statement, ...]
    table: VoteTable
    counts: CoVotes

    @classmethod
    def of(cls, conversation: Conversation) -> RunningCount:
        """Count a conversation for the first time."""
        table = conversation.table()
        return cls(conversation.statements, table, count_co_votes(table))

    def with_votes(self, ballots: Ballots, statements: tuple[Statement, ...] = ()) -> RunningCount:
        """The count after more ballots, and after more statements if given (known ones are replaced).

        Raises ValueError if a ballot names a statement that is not known.
        """
        return self._with_statements(statements)._with_ballots(ballots)

    def map(self, settings: Settings | None = None) -> AgreementMap:
        """The current map of agreement."""
        return map_counted(self.statements, self.table, self.counts, settings or Settings())

    def _with_statements(self, statements: tuple[Statement, ...]) -> RunningCount:
        if not statements:
            return self
        known = {statement.id: statement for statement in self.statements}
        known.update({statement.id: statement for statement in statements})
        ids = np.array(sorted(known), dtype=np.int64)
        where = np.searchsorted(ids, self.table.statements)
        old = self.table
        table = VoteTable(old.participants, ids, old.start, where[old.column], old.value, old.time)
        grown = CoVotes(*(_grown(part, where, len(ids)) for part in _parts(self.counts)))
        return RunningCount(tuple(known[key] for key in ids.tolist()), table, grown)

    def _with_ballots(self, ballots: Ballots) -> RunningCount:
        unknown = np.setdiff1d(ballots.statement, self.table.statements)
        if len(unknown):
            raise ValueError(f"votes on a statement that is not known: {int(unknown[0])}")
        if not len(ballots):
            return self
        before, after, changes = merged(self.table, tabulate(ballots, self.table.statements))
        counts = add_changes(self.counts, before, after, changes)
        return RunningCount(self.statements, after, counts)


def _parts(counts: CoVotes) -> tuple[NDArray[np.int32], ...]:
    return counts.product, counts.value, counts.both


def _grown(part: NDArray[np.int32], where: NDArray[np.int64], size: int) -> NDArray[np.int32]:
    grown = np.zeros((size, size), dtype=np.int32)
    grown[np.ix_(where, where)] = part
    return grown


def merged(table: VoteTable, new: VoteTable) -> tuple[VoteTable, VoteTable, Changes]:
    """The table with a row for everybody, the table with the new votes in it, and what changed.

    Both are over the same statements. A new vote takes the place of an old one unless the old one is later.
    """
    everyone = np.union1d(table.participants, new.participants)
    before = _with_rows(table, everyone)
    key, new_key = _keys(before), _keys(_with_rows(new, everyone))
    at = np.searchsorted(key, new_key)
    known = np.append(key, -1)[at] == new_key
    there, fresh = at[known], at[~known]
    later = new.time[known] >= before.time[there]
    value, time = before.value.copy(), before.time.copy()
    value[there[later]], time[there[later]] = new.value[known][later], new.time[known][later]
    row = new_key // len(table.statements)
    lengths = before.votes_per_participant + np.bincount(row[~known], minlength=len(everyone))
    after = VoteTable(
        everyone,
        table.statements,
        np.concatenate(([0], np.cumsum(lengths))),
        np.insert(before.column, fresh, new.column[~known]),
        np.insert(value, fresh, new.value[~known]),
        np.insert(time, fresh, new.time[~known]),
    )
    vote = new.value.astype(np.int64)
    vote[known] = value[there].astype(np.int64) - before.value[there]
    return before, after, Changes(row, new.column, vote, (~known).astype(np.int64))


def _with_rows(table: VoteTable, everyone: NDArray[np.int64]) -> VoteTable:
    """The same votes with an empty row for each of `everyone` (ascending ids) who is not in the table."""
    length = np.zeros(len(everyone), dtype=np.int64)
    length[np.searchsorted(everyone, table.participants)] = table.votes_per_participant
    start = np.concatenate(([0], np.cumsum(length)))
    return VoteTable(everyone, table.statements, start, table.column, table.value, table.time)


def _keys(table: VoteTable) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = table.row * len(table.statements) + table.column
    return keys
