"""Amounts of different currencies are not compared or added."""

from datetime import date

import pytest

from commonweal.services.definitions.checking import check_source

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
parameters:
  limit: {unit: GBP, values: {2020-01-01: 100}}
  euros: {unit: EUR, values: {2020-01-01: 100}}
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


def test_an_amount_of_another_currency_with_the_same_decimals_is_compared(settings):
    settings.PLACE_CURRENCY = "EUR"
    found = check_source(OWN % {"currency": "GBP", "amount": "1", "rule": "rent > money('1')"}).findings
    assert [each for each in found if each.code == "mixed-currencies"] == []
