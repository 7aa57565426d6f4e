"""Zeros of functions of whole numbers are found in few steps, also where a function only touches zero."""

import pytest

from commonweal.blocks.rules.proof.zeros import Curve
from commonweal.kernel.steady_random import steady_dice

ENDS = [-(10**6), 0, 1, 10**6]
MOST_STEPS = 200


def zeros(function, points=ENDS):
    curve = Curve(function)
    found = sorted(set(curve.zeros(points)))
    assert len(curve.known) <= MOST_STEPS
    return found, curve


@pytest.mark.parametrize("scale", [1, -1, 3])
def test_both_zeros_of_a_parabola_are_found_wherever_they_are(scale):
    dice = steady_dice()
    for _ in range(200):
        one, other = (dice.randint(2, 10**6) for _ in range(2))
        found, curve = zeros(lambda n, a=one, b=other: scale * (n - a) * (n - b))
        assert found == sorted({one, other})
        assert curve.turns


def test_the_zero_of_what_touches_it_is_found():
    dice = steady_dice()
    for power in (1, 2, 4):
        for _ in range(50):
            one = dice.randint(-(10**6), 10**6)
            assert zeros(lambda n, a=one, p=power: abs(n - a) ** p)[0] == [one]


@pytest.mark.parametrize(
    "function",
    [
        lambda n: n * n + 1,
        lambda n: 5,
        lambda n: 2 * n - 77,
        lambda n: (n - 100) * (n - 100) + 1,
        lambda n: None,
        lambda n: None if n > 50 else n * n - 10**9,
    ],
)
def test_none_is_found_where_there_is_none(function):
    assert zeros(function)[0] == []


def test_the_neighbours_between_which_a_function_jumps_over_zero_are_kept():
    assert zeros(lambda n: 3 * n - 1000)[1].jumps == [(333, 334)]


def test_a_hole_in_a_function_does_not_hide_the_zeros_beside_it():
    assert zeros(lambda n: None if n == 0 else n * n - 400 * n + 30_000)[0] == [100, 300]
