"""Conversations made for the tests, and a dense table of the same votes for independent computations."""

from collections.abc import Callable

import numpy as np
import pytest

from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.votes import Ballots, VoteTable


def _camps(
    people: int, statements: int, camps: int, seed: int, cast: int = 12, moderated: tuple[int, ...] = ()
) -> tuple[Conversation, list[int]]:
    """People of several camps; the camp decides nine votes of ten."""
    chance = np.random.default_rng(seed)
    side = chance.choice([0.1, 0.9], (camps, statements))
    rows, camp_of = [], []
    for person in range(people):
        camp = int(chance.integers(camps))
        camp_of.append(camp)
        for statement in chance.choice(statements, min(cast, statements), replace=False):
            lot = chance.random()
            vote = 0 if lot > 0.9 else 1 if chance.random() < side[camp, statement] else -1
            rows.append((person, int(statement), vote))
    texts = tuple(Statement(at, f"Statement number {at}", -1 if at in moderated else 1) for at in range(statements))
    return Conversation(texts, Ballots.of(rows), topic="A made-up matter"), camp_of


@pytest.fixture
def camps() -> Callable[..., tuple[Conversation, list[int]]]:
    return _camps


def _dense(table: VoteTable) -> np.ndarray:
    """Votes as a full table with NaN where nothing was cast."""
    full = np.full((len(table.participants), len(table.statements)), np.nan)
    for row in range(len(table.participants)):
        column, value = table.votes_of(row)
        full[row, column] = value
    return full


@pytest.fixture
def dense() -> Callable[[VoteTable], np.ndarray]:
    return _dense
