"""Small numbers: kept back, and never to be worked out from the sum."""

from hypothesis import given
from hypothesis import strategies as st

from commonweal.insight.performance.suppression import SMALLEST, guarded

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
def test_where_nothing_is_small_everything_is_shown(values):
    large = [value for value in values if value == 0 or value >= SMALLEST]
    assert guarded(large) == (large, sum(large))
