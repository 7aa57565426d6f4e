"""A conversation as data: its statements, the votes on them, and its publisher's description."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.votes import Ballots, VoteTable, tabulate

MODERATED_OUT = -1


@dataclass(frozen=True)
class Statement:
    """One statement. `moderated`: 1 accepted, 0 not looked at, -1 taken out; `author` is a participant id."""

    id: int
    text: str
    moderated: int = 0
    author: int | None = None
    time: int = 0


@dataclass(frozen=True)
class Conversation:
    """Statements by ascending id, and the ballots cast on them.

    `published_groups` holds the group that the publisher gave each participant, where known; `notes` what
    was tolerated when it was read.
    """

    statements: tuple[Statement, ...]
    ballots: Ballots
    topic: str = ""
    description: str = ""
    url: str = ""
    published_groups: dict[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def table(self) -> VoteTable:
        """The final votes, with a column for every statement."""
        return tabulate(self.ballots, np.array([statement.id for statement in self.statements], dtype=np.int64))

    def left_out(self) -> NDArray[np.bool_]:
        """Which statements moderators took out, shape (s,)."""
        return np.array([statement.moderated == MODERATED_OUT for statement in self.statements], dtype=bool)
