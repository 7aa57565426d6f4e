"""Small numbers: kept back, and never to be worked out from the sum."""

from hypothesis import given
from hypothesis import strategies as st

from commonweal.insight.performance.suppression import SMALLEST, YEAR, guarded, guarded_period

numbers = st.lists(st.integers(0, 40), max_size=24)


@given(numbers)
def test_no_value_from_one_to_four_is_ever_shown(values):
    shown, _ = guarded(values)
    assert all(value is None or value == 0 or value >= SMALLEST for value in shown)


@given(numbers)
def test_the_sum_gives_no_hidden_value_away(values):
    shown, total = guarded(values)
    hidden = shown.count(None)
    if total is not None and hidden:
        left = total - sum(value or 0 for value in shown)
        assert hidden > 1
        assert left >= SMALLEST


@given(numbers)
def test_the_sum_is_kept_back_only_where_nothing_is_left_to_hide(values):
    shown, total = guarded(values)
    if total is None:
        assert not [value for value in shown if value]
        assert any(values)


def test_with_one_small_value_the_next_larger_one_is_hidden_and_the_sum_is_shown():
    assert guarded([9, 2, 7, 13, 10]) == ([9, None, None, 13, 10], 41)


def test_a_sum_of_ones_alone_would_tell_each_of_them():
    assert guarded([1, 1, 1, 1, 1, 0]) == ([None] * 5 + [0], None)


@given(st.lists(st.integers(0, 40), min_size=3 * YEAR, max_size=3 * YEAR))
def test_sums_of_two_periods_never_differ_by_a_month_that_is_hidden(values):
    longest, _ = guarded_period(values, 3 * YEAR)
    sums = [0, *(guarded_period(values, last)[1] for last in range(1, 3 * YEAR + 1))]
    for last in range(1, 3 * YEAR + 1):
        if sums[last] is not None and sums[last - 1] is not None:
            assert longest[-last] is not None


@given(numbers)
def test_where_nothing_is_small_everything_is_shown(values):
    large = [value for value in values if value == 0 or value >= SMALLEST]
    assert guarded(large) == (large, sum(large))
