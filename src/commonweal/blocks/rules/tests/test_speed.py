"""That a rule is cheap: a bound far above what it takes, to catch a mistake of an order of magnitude."""

import time
from datetime import date

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
    world = build(TEXT)
    world.assess(ANSWERS, on=DAY)
    start = time.process_time()
    for _ in range(100):
        assert world.assess(ANSWERS, on=DAY).eligible is True
    assert (time.process_time() - start) / 100 < 0.002


def test_an_expression_is_compiled_once(build):
    world = build(TEXT)
    assert world.compiled("facts.count > 2") is world.compiled("facts.count > 2")
    evaluation = world.evaluate(ANSWERS, on=DAY)
    start = time.process_time()
    for _ in range(1000):
        assert evaluation("items.exists(i, i.kind == 'fridge')") is True
    assert time.process_time() - start < 0.05
