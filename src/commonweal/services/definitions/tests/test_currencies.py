"""Amounts of different currencies are not compared or added."""

from datetime import date

import pytest

from commonweal.services.definitions.proof.checking import check_source

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
parameters:
  limit: {unit: GBP, values: {2020-01-01: 100}}
  euros: {unit: EUR, values: {2020-01-01: 100}}
  distance: {unit: km, values: {2020-01-01: 100}}
facts: {double: pounds * 2}
form:
  - page: about
    title: {en: About}
    questions:
      - {key: pounds, type: money, label: {en: Pounds}}
      - {key: rent, type: money, label: {en: Rent}}
      - {key: foreign, type: money, currency: EUR, label: {en: Euros}}
  - page: last
    title: {en: Last}
    when: "%s"
    questions: [{key: last, type: yes_no, label: {en: Last}}]
"""


@pytest.mark.parametrize(
    ("rule", "mixed"),
    [
        ("pounds > foreign", True),
        ("pounds > parameters.euros", True),
        ("foreign > parameters.limit", True),
        ("facts.double > foreign", True),
        ("pounds + rent > parameters.limit", False),
        ("pounds > parameters.limit && parameters.distance > 3", False),
        ("foreign > parameters.euros", False),
        ("facts.double > parameters.limit", False),
    ],
)
def test_a_rule_reads_amounts_of_one_currency(rule, mixed):
    found = [finding for finding in check_source(SERVICE % rule).findings if finding.code == "mixed-currencies"]
    assert [(each.path, each.severity) for each in found] == [(("form", 1, "when"), "error")] * mixed


PLACES = {"GBP": ("12.34", 1234), "JPY": ("1234", 1234), "KWD": ("1.234", 1234)}
OWN = """service: s
schema: 1
offered_by: o
title: {en: S}
legal_basis: {basis: public_task, reference: "Act 1984 s.45"}
retention: {delete_after: 12 months, from: submitted}
parameters:
  limit: {unit: %(currency)s, values: {2020-01-01: %(amount)s}}
facts: {least: money('%(amount)s'), named: double(rent), double: rent * 2}
tables:
  rates: {inputs: {paid: rent}, outputs: {rate: money}, rows: [{when: {}, then: {rate: %(amount)s}}]}
form:
  - page: about
    title: {en: About}
    questions:
      - {key: rent, type: money, currency: %(currency)s, max: 2000, label: {en: Rent}}
  - page: last
    title: {en: Last}
    when: "%(rule)s"
    questions: [{key: last, type: yes_no, label: {en: Last}}]
examples:
  - {name: one, given: {rent: %(amount)s}, expect: {facts: {least: %(amount)s, named: %(amount)s}}}
"""


MUST = """must: [{when: "%s", else: {en: No.}}],"""


@pytest.mark.parametrize("currency", PLACES)
def test_amounts_have_as_many_decimals_as_the_currency_of_the_place(settings, currency):
    """Wherever a definition writes them: in an expression, a parameter, a table, a limit and an example."""
    settings.PLACE_CURRENCY = currency
    amount, minor = PLACES[currency]
    rule = f"rent >= money('{amount}') && rent >= parameters.limit && rent >= tables.rates.rate"
    checked = check_source(OWN % {"currency": currency, "amount": amount, "rule": rule})
    assert checked.errors == []
    assert [example.passed for example in checked.examples] == [True]
    on = date(2026, 5, 6)
    for paid, shown in ((minor, True), (minor - 1, False)):
        ask = checked.service.evaluate({"rent": paid}, on=on)
        assert ask(rule) is shown
    ask = checked.service.evaluate({"rent": minor}, on=on)
    assert [ask(name) for name in ("facts.least", "parameters.limit", "tables.rates.rate")] == [minor] * 3
    assert ask("facts.named") == float(amount)
    assert ask(f"money({amount})") == minor


@pytest.mark.parametrize(("place", "currency"), [("GBP", "JPY"), ("JPY", "GBP"), ("GBP", "KWD")])
@pytest.mark.parametrize(
    ("rule", "refused"),
    [
        ("rent > money('1')", True),
        ("double(rent) > 1.0", True),
        ("rent > facts.least", True),
        ("rent > tables.rates.rate", True),
        ("rent > parameters.limit", False),
        ("facts.double > parameters.limit", False),
    ],
)
def test_an_amount_is_not_taken_for_one_with_other_decimals(settings, place, currency, rule, refused):
    settings.PLACE_CURRENCY = place
    found = check_source(OWN % {"currency": currency, "amount": "1", "rule": rule}).findings
    paths = [each.path for each in found if each.code == "mixed-currencies"]
    assert (("form", 1, "when") in paths) is refused


@pytest.mark.parametrize("must", ["value < money('9')", "rent < money('9')"])
def test_the_amount_that_is_being_checked_has_the_currency_of_its_question(must):
    text = OWN.replace("max: 2000,", MUST % must) % {"currency": "JPY", "amount": "1", "rule": "true"}
    paths = [each.path for each in check_source(text).findings if each.code == "mixed-currencies"]
    assert ("form", 0, "questions", 0, "must", 0, "when") in paths


def test_an_amount_of_another_currency_with_the_same_decimals_is_compared(settings):
    settings.PLACE_CURRENCY = "EUR"
    found = check_source(OWN % {"currency": "GBP", "amount": "1", "rule": "rent > money('1')"}).findings
    assert [each for each in found if each.code == "mixed-currencies"] == []


IN_ROWS = ("form", 0, "questions", 1, "each", 0, "must", 0, "when")
ROWS = """      - key: items
        type: repeat
        label: {en: Items}
        each: [{key: price, type: money, currency: JPY, label: {en: Price}, must: [{when: "%s", else: {en: No.}}]}]
  - page: last
"""


@pytest.mark.parametrize(
    ("of_all", "of_row", "refused"),
    [
        ("sum(items.map(i, i.price)) > money('100')", "value > parameters.limit", {("form", 1, "when")}),
        ("sum(items.map(i, i.price)) > rent", "value > parameters.limit", {("form", 1, "when")}),
        ("sum(items.map(i, i.price)) > parameters.limit", "price > parameters.limit", set()),
        ("items.exists(i, i.price > parameters.limit)", "value > money('1')", {IN_ROWS}),
        ("items.exists(i, i.price > parameters.limit)", "price > money('1')", {IN_ROWS}),
    ],
)
def test_amounts_in_rows_have_their_own_currency(of_all, of_row, refused):
    text = OWN.replace("unit: %(currency)s", "unit: JPY") % {"currency": "GBP", "amount": "1", "rule": of_all}
    found = check_source(text.replace("  - page: last\n", ROWS % of_row)).findings
    assert {each.path for each in found if each.code == "mixed-currencies"} == refused


def test_an_example_expects_a_fact_in_the_currency_that_it_is_computed_from():
    """In a place with pounds, twice 100 yen are 200 yen."""
    text = OWN % {"currency": "JPY", "amount": "100", "rule": "rent > parameters.limit"}
    text = text.replace("least: money('100'), named: double(rent), ", "").replace(
        "least: 100, named: 100", "double: 200"
    )
    text = "".join(line for line in text.splitlines(True) if not line.startswith(("tables:", "  rates:")))
    checked = check_source(text)
    assert checked.errors == []
    assert [example.passed for example in checked.examples] == [True]
