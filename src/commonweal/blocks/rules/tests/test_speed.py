"""That a rule is cheap: a bound far above what it takes, to catch a mistake of an order of magnitude."""

import time
from datetime import date

from commonweal.kernel.budget import within

DAY = date(2026, 5, 6)
TEXT = """
parameters: {limit: {unit: GBP, values: {2025-04-01: 100}}}
facts: {low: "income < parameters.limit", count: "size(items)"}
eligibility:
  - {key: in_area, when: "address.area.startsWith('eastmere')", else: {en: No}}
  - {key: low, when: "facts.low || facts.count > 2", else: {en: No}}
"""
ANSWERS = {"income": 500, "items": [{"kind": "sofa"}, {"kind": "fridge"}], "address": {"area": "eastmere/north"}}


def test_an_assessment_takes_far_less_than_two_milliseconds(build):
    rules = build(TEXT)
    rules.assess(ANSWERS, on=DAY)
    start = time.process_time()
    for _ in range(100):
        assert rules.assess(ANSWERS, on=DAY).eligible is True
    assert (time.process_time() - start) / 100 < 0.002


def test_an_expression_is_compiled_once(build):
    rules = build(TEXT)
    assert rules.rule_set.compiled("facts.count > 2") is rules.rule_set.compiled("facts.count > 2")
    evaluation = rules.evaluate(ANSWERS, on=DAY)
    start = time.process_time()
    for _ in range(1000):
        assert evaluation("items.exists(i, i.kind == 'fridge')") is True
    assert time.process_time() - start < 0.05


def test_compiling_is_counted_by_length_and_evaluating_by_the_names_that_are_read(build):
    rules = build()
    steps = {}
    for source in ("agreed", "agreed && true", "agreed && help"):
        with within(10_000) as compiling:
            rules.rule_set.compiled(source)
        with within(10_000) as evaluating:
            rules.evaluate({"agreed": True, "help": True}, on=DAY)(source)
        steps[source] = (compiling.spent, evaluating.spent)
    assert 0 < steps["agreed"][0] < steps["agreed && true"][0] == steps["agreed && help"][0]
    assert 0 < steps["agreed"][1] == steps["agreed && true"][1] < steps["agreed && help"][1]


def test_each_name_behind_an_expression_is_counted(build):
    rules = build(TEXT)
    rules.names_behind("facts.low || facts.count > 2")
    with within(10_000) as budget:
        names = rules.names_behind("facts.low || facts.count > 2")
    assert budget.spent == len(names) == 5
