"""Money is whole minor units of one currency, and never loses or mixes any."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.kernel.money import Money

pence = st.integers(-(10**12), 10**12)


def test_an_amount_in_pounds_is_kept_in_pence():
    assert Money.of("12.34") == Money(1234, "GBP")
    assert Money.of("500", "JPY") == Money(500, "JPY")


def test_more_decimals_than_the_currency_has_are_refused():
    with pytest.raises(ValueError, match="decimals"):
        Money.of("1.005")
    with pytest.raises(ValueError, match="decimals"):
        Money.of("1.5", "JPY")


@pytest.mark.parametrize("mix", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b])
def test_currencies_are_not_mixed(mix):
    with pytest.raises(ValueError, match="cannot mix"):
        mix(Money(1, "GBP"), Money(1, "EUR"))


@given(pence, pence)
def test_adding_and_taking_away_are_those_of_whole_numbers(one, other):
    assert (Money(one) + Money(other)) - Money(other) == Money(one)
    assert -Money(one) + Money(one) == Money(0)
    assert (Money(one) < Money(other)) == (one < other)


@given(pence)
def test_the_amount_in_pounds_leads_back_to_the_same_money(minor):
    assert Money.of(Money(minor).major) == Money(minor)


@pytest.mark.parametrize(
    ("minor", "factor", "expected"),
    [(250, "0.5", 125), (5, "0.5", 3), (1, "0.5", 1), (101, "0.335", 34), (-5, "0.5", -3)],
)
def test_a_share_is_rounded_half_away_from_nothing(minor, factor, expected):
    assert Money(minor).times(Decimal(factor)) == Money(expected)
