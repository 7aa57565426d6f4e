"""Amounts of different currencies are not compared or added."""

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
