"""Money in expressions: minor units, half-up rounding, and no mixing with plain numbers."""

import pytest

from commonweal.blocks.rules.cel.checking.names import Names
from commonweal.blocks.rules.cel.compiled import compile_typed
from commonweal.kernel.values import INTEGER, MONEY, NUMBER

PRICE = "parameters: {price: {unit: GBP, values: {2025-04-01: 12.00, 2026-04-01: 12.50}}}"


def test_a_parameter_in_pounds_becomes_pence(ask):
    assert ask("parameters.price", text=PRICE) == 1250


def test_an_amount_times_a_count_is_an_amount(ask):
    assert ask("parameters.price * size(needs)", {"needs": ["a", "b", "c"]}, text=PRICE) == 3750


@pytest.mark.parametrize(
    ("source", "pence"),
    [
        ("income / 2", 63),  # 62.5 up
        ("-income / 2", -63),  # away from zero
        ("-(income) / 2", -63),
        ("income / 3", 42),
        ("income * 0.1", 13),  # 12.5 up, exactly, although 0.1 is no exact binary number
        ("income * 1.005", 126),
        ("income / 2.5", 50),
        ("round_half_up(income, money('0.50'))", 150),
        ("round_down(income, money('0.50'))", 100),
        ("round_up(income, money('1'))", 200),
        ("round_down(-income, money(1))", -200),
        ("money(12.345)", 1235),
        ("money('0.05') + money(2)", 205),
        ("abs(-income)", 125),
        ("max(income, money(2))", 200),
        ("max(0, income - money(2))", 0),
        ("min([income, money('1.24')])", 124),
    ],
)
def test_amounts_are_rounded_half_up_to_the_penny(ask, source, pence):
    assert ask(source, {"income": 125}) == pence


def test_the_sum_of_amounts_is_an_amount(ask):
    items = [{"price": 1999}, {"price": 1}]
    assert ask("sum(items.map(i, i.price)) / 3", {"items": items}) == 667


def test_two_amounts_divide_into_a_plain_number(ask):
    assert ask("rent / income > 0.33", {"rent": 40, "income": 120})


def test_zero_needs_no_unit(ask):
    assert ask("income > 0 ? income : 0", {"income": 5}) == 5


@pytest.mark.parametrize(
    "source",
    ["income + 1", "income > 10", "income * rent", "1 / income", "income % 2", "income + rate", "money(rent)"],
)
def test_mixing_money_with_plain_numbers_is_refused_with_a_remedy(source):
    names = Names({"income": MONEY, "rent": MONEY, "rate": NUMBER, "count": INTEGER})
    compiled, complaints = compile_typed(source, names)
    assert compiled is None
    assert "money" in complaints[0].message
    assert complaints[0].remedy


def test_a_number_where_money_is_needed_is_refused():
    compiled, complaints = compile_typed("count * 2", Names({"count": INTEGER}), MONEY)
    assert compiled is None
    assert complaints[0].message == "This gives a whole number."


def test_dividing_an_amount_by_nothing_says_so(ask):
    assert "divides by zero" in ask("income / adults", {"income": 5, "adults": 0}).because


@pytest.mark.parametrize("source", ["income / rate", "adults / rate", "rate / adults", "rate / rate", "1 / rate < 5.0"])
def test_a_division_by_a_number_that_is_zero_has_no_value_either(ask, source):
    """CEL itself gives infinity."""
    assert "divides by zero" in ask(source, {"income": 5, "adults": 0, "rate": 0.0}).because


def test_numbers_are_divided_as_cel_does(ask):
    assert ask("rate / 4.0", {"rate": 1.0}) == 0.25
    assert ask("adults / rate", {"adults": 1, "rate": -0.5}) == -2.0


def test_an_amount_beyond_all_measure_is_an_error_not_a_wrong_number(ask):
    assert "too large" in ask("income * 9000000000", {"income": 9_000_000_000}).because
