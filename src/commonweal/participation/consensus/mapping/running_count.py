"""A count that runs along: new votes are added to what was counted, with the result of a whole recount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.agreement_map import AgreementMap, map_counted
from commonweal.participation.consensus.mapping.co_votes import CoVotes, add_changes, count_co_votes
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.settings import Settings
from commonweal.participation.consensus.mapping.votes import Ballots, VoteTable, tabulate

Number = TypeVar("Number", np.int64, np.int8)


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
        """The map of agreement as it now stands."""
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
        people = np.unique(ballots.participant)
        before = _rows_of(self.table, people)
        mine = before.ballots()
        after = tabulate(
            Ballots(
                np.concatenate((mine.participant, ballots.participant)),
                np.concatenate((mine.statement, ballots.statement)),
                np.concatenate((mine.value, ballots.value)),
                np.concatenate((mine.time, ballots.time)),
            ),
            self.table.statements,
        )
        counts = add_changes(self.counts, before, after)
        return RunningCount(self.statements, _replaced(self.table, after), counts)


def _parts(counts: CoVotes) -> tuple[NDArray[np.int32], ...]:
    return counts.product, counts.value, counts.both


def _grown(part: NDArray[np.int32], where: NDArray[np.int64], size: int) -> NDArray[np.int32]:
    grown = np.zeros((size, size), dtype=np.int32)
    grown[np.ix_(where, where)] = part
    return grown


def _rows_of(table: VoteTable, people: NDArray[np.int64]) -> VoteTable:
    """The rows of these people (ascending ids), with an empty row for each who has not voted before."""
    known = table.of_participants(np.isin(table.participants, people))
    length = np.zeros(len(people), dtype=np.int64)
    length[np.searchsorted(people, known.participants)] = known.votes_per_participant
    start = np.concatenate(([0], np.cumsum(length)))
    return VoteTable(people, table.statements, start, known.column, known.value, known.time)


def _replaced(table: VoteTable, changed: VoteTable) -> VoteTable:
    """The table with the rows of `changed` in the place of those of the same people."""
    rest = table.of_participants(~np.isin(table.participants, changed.participants))
    everyone = np.concatenate((rest.participants, changed.participants))
    lengths = np.concatenate((rest.votes_per_participant, changed.votes_per_participant))
    begins = np.concatenate((rest.start[:-1], changed.start[:-1] + len(rest.value)))
    order = np.argsort(everyone, kind="stable")
    lengths, begins = lengths[order], begins[order]
    start = np.concatenate(([0], np.cumsum(lengths)))
    at = np.arange(int(start[-1])) + np.repeat(begins - start[:-1], lengths)

    def joined(one: NDArray[Number], other: NDArray[Number]) -> NDArray[Number]:
        both: NDArray[Number] = np.concatenate((one, other))[at]
        return both

    return VoteTable(
        everyone[order],
        table.statements,
        start,
        joined(rest.column, changed.column),
        joined(rest.value, changed.value),
        joined(rest.time, changed.time),
    )
