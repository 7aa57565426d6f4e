"""The map of agreement: what a conversation found, ready to be described in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.co_votes import CoVotes, count_co_votes
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.deciding_votes import Reason, reason
from commonweal.participation.consensus.mapping.divisiveness import divisive_statements
from commonweal.participation.consensus.mapping.group_informed_consensus import bridging_statements
from commonweal.participation.consensus.mapping.group_votes import GroupVotes, group_votes
from commonweal.participation.consensus.mapping.grouping import NO_GROUP, Grouping, grouping
from commonweal.participation.consensus.mapping.representativeness import distinctive_statements
from commonweal.participation.consensus.mapping.settings import Settings
from commonweal.participation.consensus.mapping.stability import Stability, stability
from commonweal.participation.consensus.mapping.tally import Tally, tally
from commonweal.participation.consensus.mapping.votes import VoteTable

LABELS = "ABCDE"


@dataclass(frozen=True)
class Distinction:
    """A statement that sets a group apart: the group's own tally and that of the other groups together."""

    statement: Statement
    agrees: bool
    significant: bool
    metric: float
    inside: Tally
    outside: Tally


@dataclass(frozen=True)
class Shared:
    """A statement with each group's tally: a bridge (`agrees` is its direction) or a divide."""

    statement: Statement
    agrees: bool
    certain: bool
    value: float
    tallies: dict[str, Tally]


@dataclass(frozen=True)
class Group:
    """An opinion group. Of one too small to describe, only the letter is given: `size` and the rest are empty."""

    label: str
    size: int | None
    middle: tuple[float, float] | None
    distinctions: tuple[Distinction, ...]

    @property
    def described(self) -> bool:
        """Whether the group is large enough to be described."""
        return self.size is not None


@dataclass(frozen=True)
class AgreementMap:
    """The result in words first (`groups`, `bridges`, `divides`, `stability`), then the numbers behind it.

    `voters` counts all participants, `described` those in groups that are large enough to be described;
    the difference is not split up, since it could give away a small group's size. `shown` holds the votes of
    the described groups alone, in the order of their letters.
    """

    statements: tuple[Statement, ...]
    settings: Settings
    voters: int
    described: int
    votes: int
    groups: tuple[Group, ...]
    bridges: tuple[Shared, ...]
    divides: tuple[Shared, ...]
    stability: Stability
    shown: GroupVotes
    table: VoteTable
    grouping: Grouping

    def label_of(self, participant: int) -> str | None:
        """The letter of a participant's group; None with too few votes. KeyError for somebody unknown."""
        group = int(self.grouping.group[self._row(participant)])
        return None if group == NO_GROUP else LABELS[group]

    def reason_of(self, participant: int) -> Reason | None:
        """Why a participant is in their group; None without a group, or with a single one."""
        row = self._row(participant)
        if self.grouping.group[row] == NO_GROUP or self.grouping.groups < 2:
            return None
        return reason(self.table, self.grouping.projection, self.grouping.middles, row)

    def _row(self, participant: int) -> int:
        row = int(np.searchsorted(self.table.participants, participant))
        if row >= len(self.table.participants) or self.table.participants[row] != participant:
            raise KeyError(participant)
        return row


def map_agreement(conversation: Conversation, settings: Settings | None = None) -> AgreementMap:
    """The map of a whole conversation, counted afresh."""
    table = conversation.table()
    return map_counted(conversation.statements, table, count_co_votes(table), settings or Settings())


def map_counted(
    statements: tuple[Statement, ...], table: VoteTable, counts: CoVotes, settings: Settings
) -> AgreementMap:
    """The map from a vote table and its co-votes; `statements` in the order of the table's columns."""
    left_out = np.array([statement.moderated == -1 for statement in statements], dtype=bool)
    found = grouping(table, counts, left_out, settings.fewest_votes)
    votes = group_votes(table, found.group, found.groups)
    size = np.bincount(found.group[found.group >= 0], minlength=found.groups)
    large = size >= settings.smallest_group
    # Those of small groups are taken out of every figure, for totals would give them away by subtraction.
    shown = votes.of_groups(large)
    letters = [LABELS[group] for group in np.flatnonzero(large)]
    described = _Described(statements, letters, shown, ~left_out)
    return AgreementMap(
        statements=statements,
        settings=settings,
        voters=len(table.participants),
        described=int(size[large].sum()),
        votes=len(table.value),
        groups=_groups(found, size, large, described),
        bridges=described.bridges(),
        divides=described.divides(),
        stability=stability(table, found, left_out, settings),
        shown=shown,
        table=table,
        grouping=found,
    )


def _groups(
    found: Grouping, size: NDArray[np.int64], large: NDArray[np.bool_], described: _Described
) -> tuple[Group, ...]:
    made, place = [], 0
    for group in range(found.groups):
        if large[group]:
            x, y = (float(value) for value in found.middles[group, :2])
            made.append(Group(LABELS[group], int(size[group]), (x, y), described.distinctions(place)))
            place += 1
        else:
            made.append(Group(LABELS[group], None, None, ()))
    return tuple(made)


@dataclass(frozen=True)
class _Described:
    statements: tuple[Statement, ...]
    letters: list[str]
    votes: GroupVotes
    allowed: NDArray[np.bool_]

    def distinctions(self, place: int) -> tuple[Distinction, ...]:
        if len(self.letters) < 2:
            return ()
        others = np.arange(len(self.letters)) != place
        return tuple(
            Distinction(
                statement=self.statements[item.column],
                agrees=item.agrees,
                significant=item.significant,
                metric=item.metric,
                inside=tally(self.votes, ~others, item.column),
                outside=tally(self.votes, others, item.column),
            )
            for item in distinctive_statements(self.votes, place, self.allowed)
        )

    def bridges(self) -> tuple[Shared, ...]:
        if not self.letters:
            return ()
        return tuple(
            self._shared(bridge.column, bridge.agrees, bridge.certain, bridge.consensus)
            for bridge in bridging_statements(self.votes, self.allowed)
        )

    def divides(self) -> tuple[Shared, ...]:
        return tuple(
            self._shared(divide.column, True, True, divide.gap)
            for divide in divisive_statements(self.votes, self.allowed)
        )

    def _shared(self, column: int, agrees: bool, certain: bool, value: float) -> Shared:
        places = np.arange(len(self.letters))
        tallies = {letter: tally(self.votes, places == at, column) for at, letter in enumerate(self.letters)}
        return Shared(self.statements[column], agrees, certain, value, tallies)
