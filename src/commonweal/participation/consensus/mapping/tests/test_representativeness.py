"""Representativeness, group-informed consensus and divides, checked one by one against plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.participation.consensus.mapping.divisiveness import divisive_statements
from commonweal.participation.consensus.mapping.group_informed_consensus import (
    bridging_statements,
    group_informed_consensus,
)
from commonweal.participation.consensus.mapping.group_votes import GroupVotes, group_votes
from commonweal.participation.consensus.mapping.representativeness import (
    distinctive_statements,
    proportion_test,
    representativeness,
    two_proportion_test,
)
from commonweal.participation.consensus.mapping.votes import Ballots, tabulate
from commonweal.participation.consensus.mapping.wilson import wilson_bounds


def counted(*groups: tuple[list[int], list[int], list[int]]) -> GroupVotes:
    """Per group: agree, disagree and seen, by statement."""
    return GroupVotes(*(np.array([group[part] for group in groups]) for part in range(3)))


def by_hand(agree: int, seen: int, others_agree: int, others_seen: int) -> tuple[float, float, float, float]:
    share = (agree + 1) / (seen + 2)
    share_test = 2 * math.sqrt(seen + 1) * ((agree + 1) / (seen + 1) - 0.5)
    ratio = share / ((others_agree + 1) / (others_seen + 2))
    a, b, n, m = agree + 1, others_agree + 1, seen + 1, others_seen + 1
    pooled = (a + b) / (n + m)
    spread = pooled * (1 - pooled) * (1 / n + 1 / m)
    return share, share_test, ratio, (a / n - b / m) / math.sqrt(spread) if spread > 0 else 0.0


def test_each_value_is_the_published_formula(camps, dense) -> None:
    conversation, _ = camps(80, 12, 3, seed=21)
    table = conversation.table()
    group = np.arange(80) % 3
    group[5] = -1
    votes = group_votes(table, group, 3)
    full = dense(table)
    found = {1: representativeness(votes), -1: representativeness(votes.turned())}
    for vote, measures in found.items():
        for g in range(3):
            for s in range(12):
                inside, outside = full[group == g, s], full[(group != g) & (group >= 0), s]
                values = by_hand(
                    int((inside == vote).sum()),
                    int((~np.isnan(inside)).sum()),
                    int((outside == vote).sum()),
                    int((~np.isnan(outside)).sum()),
                )
                mine = (measures.share, measures.share_test, measures.ratio, measures.ratio_test)
                assert [float(value[g, s]) for value in mine] == pytest.approx(values, rel=1e-12)


def test_the_two_proportion_test_gives_the_textbook_value() -> None:
    # 16 of 25 against 57 of 72: z = -1.518 (each count stands one lower, for the test raises it by one).
    one = [np.array([value]) for value in (15, 56, 24, 71)]
    assert float(two_proportion_test(*one)[0]) == pytest.approx(-1.518, abs=0.01)


def test_unanimity_on_both_sides_is_no_difference() -> None:
    one = [np.array([value]) for value in (5, 9, 5, 9)]
    assert float(two_proportion_test(*one)[0]) == 0.0


def test_nobody_asked_proves_nothing() -> None:
    assert float(proportion_test(np.array([0]), np.array([0]))[0]) == pytest.approx(1.0)
    votes = counted(([0], [0], [0]), ([5], [0], [5]))
    assert distinctive_statements(votes, 0, np.array([True])) == []


def test_consensus_is_the_product_of_the_groups_shares() -> None:
    votes = counted(([8, 0], [1, 9], [10, 9]), ([3, 1], [0, 2], [4, 3]))
    assert group_informed_consensus(votes) == pytest.approx([9 / 12 * 4 / 6, 1 / 11 * 2 / 5])


def test_one_small_group_cannot_be_outvoted() -> None:
    votes = counted(([990, 700], [0, 100], [1000, 800]), ([1, 9], [9, 0], [10, 10]))
    bridges = bridging_statements(votes, np.array([True, True]))
    assert [bridge.column for bridge in bridges] == [1]


def test_a_statement_all_reject_bridges_too() -> None:
    votes = counted(([0], [40], [45]), ([1], [20], [22]))
    bridge = bridging_statements(votes, np.array([True]))[0]
    assert not bridge.agrees
    assert bridge.certain


def test_a_majority_of_few_is_not_beyond_doubt() -> None:
    votes = counted(([40], [0], [40]), ([2], [1], [3]))
    assert not bridging_statements(votes, np.array([True]))[0].certain


def test_moderated_statements_are_never_told() -> None:
    votes = counted(([40], [0], [40]), ([0], [40], [40]))
    nothing = np.array([False])
    assert bridging_statements(votes, nothing) == []
    assert divisive_statements(votes, nothing) == []
    assert distinctive_statements(votes, 0, nothing) == []


def test_the_widest_gap_divides_most() -> None:
    votes = counted(([40, 30, 21], [0, 10, 19], [40, 40, 40]), ([0, 10, 20], [40, 30, 20], [40, 40, 40]))
    found = divisive_statements(votes, np.array([True, True, True]))
    assert [(divide.column, divide.most, divide.least) for divide in found] == [(0, 0, 1), (1, 0, 1)]


def test_a_single_group_has_nothing_to_divide_it() -> None:
    assert divisive_statements(counted(([5], [0], [5])), np.array([True])) == []


def test_without_a_significant_statement_the_nearest_one_is_told() -> None:
    votes = counted(([2, 1], [1, 1], [3, 2]), ([1, 1], [1, 1], [2, 2]))
    found = distinctive_statements(votes, 0, np.array([True, True]))
    assert len(found) == 1
    assert not found[0].significant


def test_at_most_five_statements_and_agreed_ones_first() -> None:
    agree, disagree = [40] * 4 + [0] * 4, [0] * 4 + [40] * 4
    votes = counted((agree, disagree, [40] * 8), (disagree, agree, [40] * 8))
    found = distinctive_statements(votes, 0, np.ones(8, dtype=bool))
    assert [item.agrees for item in found] == [True] * 4 + [False]


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (0, 0, 0, 1)],
)
def test_wilson_bounds_are_those_of_the_tables(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson_bounds(successes, trials) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_share_always_lies_between_its_bounds(successes: int, more: int) -> None:
    trials = successes + more
    low, high = wilson_bounds(successes, trials)
    assert 0 <= low <= (successes / trials if trials else 0.5) <= high <= 1


@pytest.mark.parametrize(("successes", "trials"), [(-1, 3), (4, 3)])
def test_more_successes_than_trials_are_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="not a share"):
        wilson_bounds(successes, trials)


def test_a_group_of_nobody_counts_nothing() -> None:
    votes = group_votes(tabulate(Ballots.of([(1, 1, 1)])), np.array([-1]), 1)
    assert votes.seen.tolist() == [[0]]
