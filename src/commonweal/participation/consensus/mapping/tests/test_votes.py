"""The sparse table of final votes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.participation.consensus.mapping.votes import Ballots, tabulate

VOTES = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6), st.sampled_from([-1, 0, 1])), max_size=60)


def test_the_later_vote_on_the_same_statement_counts() -> None:
    ballots = Ballots(np.array([3, 3]), np.array([7, 7]), np.array([1, -1], dtype=np.int8), np.array([20, 10]))
    assert tabulate(ballots).value.tolist() == [1]


def test_of_two_votes_at_the_same_instant_the_one_further_down_counts() -> None:
    assert tabulate(
        Ballots.of([(1, 1, 1), (1, 1, -1)]).__class__(
            np.array([1, 1]), np.array([1, 1]), np.array([1, -1], dtype=np.int8), np.array([5, 5])
        )
    ).value.tolist() == [-1]


def test_a_statement_without_votes_keeps_its_column() -> None:
    table = tabulate(Ballots.of([(1, 5, 1)]), np.array([4, 5, 6]))
    assert table.statements.tolist() == [4, 5, 6]
    assert table.counts(1).tolist() == [0, 1, 0]


@pytest.mark.parametrize("value", [2, -2, 300])
def test_a_vote_that_is_none_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="1 \\(agree\\)"):
        Ballots.of([(1, 1, value)])


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Ballots(np.array([1]), np.array([1, 2]), np.array([1], dtype=np.int8), np.array([0]))


@given(VOTES)
def test_the_table_is_what_a_dictionary_of_last_votes_holds(rows: list[tuple[int, int, int]]) -> None:
    last = {(person, statement): vote for person, statement, vote in rows}
    final = tabulate(Ballots.of(rows)).ballots()
    pairs = zip(final.participant.tolist(), final.statement.tolist(), strict=True)
    assert dict(zip(pairs, final.value.tolist(), strict=True)) == last


@given(VOTES, st.randoms())
def test_the_order_of_lines_plays_no_part_where_times_tell_it(rows: list[tuple[int, int, int]], chance) -> None:
    ballots = Ballots.of(rows)
    order = list(range(len(rows)))
    chance.shuffle(order)
    mixed = Ballots(ballots.participant[order], ballots.statement[order], ballots.value[order], ballots.time[order])
    one, other = tabulate(ballots), tabulate(mixed)
    assert one.value.tolist() == other.value.tolist()
    assert one.column.tolist() == other.column.tolist()
