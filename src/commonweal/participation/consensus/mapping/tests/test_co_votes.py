"""Co-votes: counted afresh, and added to."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.participation.consensus.mapping import co_votes
from commonweal.participation.consensus.mapping.co_votes import count_co_votes
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.running_count import RunningCount
from commonweal.participation.consensus.mapping.votes import Ballots

ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5), st.sampled_from([-1, 0, 1])), max_size=50)
STATEMENTS = tuple(Statement(at, f"Number {at}") for at in range(6))


def joined(first: Ballots, second: Ballots) -> Ballots:
    return Ballots(
        np.concatenate((first.participant, second.participant)),
        np.concatenate((first.statement, second.statement)),
        np.concatenate((first.value, second.value)),
        np.concatenate((first.time, second.time)),
    )


def later(rows: list[tuple[int, int, int]], shift: int) -> Ballots:
    ballots = Ballots.of(rows)
    return Ballots(ballots.participant, ballots.statement, ballots.value, ballots.time + shift)


def test_they_are_the_products_of_the_dense_tables(camps, dense, monkeypatch) -> None:
    monkeypatch.setattr(co_votes, "PEOPLE_AT_ONCE", 7)
    table = camps(50, 9, 2, seed=1, cast=5)[0].table()
    full = dense(table)
    seen, votes = (~np.isnan(full)).astype(int), np.nan_to_num(full).astype(int)
    counts = count_co_votes(table)
    assert (counts.product == votes.T @ votes).all()
    assert (counts.value == votes.T @ seen).all()
    assert (counts.both == seen.T @ seen).all()
    assert (counts.total == votes.sum(axis=0)).all()


@settings(deadline=None)
@given(ROWS, ROWS, st.integers(-60, 60))
def test_adding_votes_gives_exactly_what_a_whole_recount_gives(
    first: list[tuple[int, int, int]], second: list[tuple[int, int, int]], shift: int
) -> None:
    before, new = Ballots.of(first), later(second, shift)
    running = RunningCount.of(Conversation(STATEMENTS, before)).with_votes(new)
    whole = RunningCount.of(Conversation(STATEMENTS, joined(before, new)))
    for mine, afresh in (
        (running.counts.product, whole.counts.product),
        (running.counts.value, whole.counts.value),
        (running.counts.both, whole.counts.both),
        (running.table.participants, whole.table.participants),
        (running.table.start, whole.table.start),
        (running.table.column, whole.table.column),
        (running.table.value, whole.table.value),
        (running.table.time, whole.table.time),
    ):
        assert mine.tolist() == afresh.tolist()
