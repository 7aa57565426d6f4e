"""A rule without a value costs no reference to None, of which a process before Python 3.12 has only so many."""

import sys
from datetime import date

import pytest

from commonweal.blocks.rules.api import build_rules
from commonweal.blocks.rules.cel.engine import compile_source
from commonweal.kernel.values import TEXT

TIMES = 500


@pytest.mark.parametrize(
    ("source", "bindings", "result"),
    [
        ("a", {"a": None}, None),
        ("null", {}, None),
        ("[a, 1, [a]]", {"a": None}, [None, 1, [None]]),
        ('{"x": a, "y": [1]}', {"a": None}, {"x": None, "y": [1]}),
        ("a", {"a": {"b": None, "c": [None, {"d": None}]}}, {"b": None, "c": [None, {"d": None}]}),
    ],
)
def test_a_null_in_a_result_gives_away_no_reference(source, bindings, result):
    program = compile_source(source)
    assert program.run(bindings) == result
    before = sys.getrefcount(None)
    for _ in range(TIMES):
        program.run(bindings)
    assert abs(sys.getrefcount(None) - before) < TIMES / 10


def test_nor_does_an_answer_that_does_not_apply():
    rules = build_rules(names={"a": TEXT})
    before = sys.getrefcount(None)
    for _ in range(TIMES):
        assert rules.evaluate({}, on=date(2026, 5, 3), absent={"a"})("a") is None
    assert abs(sys.getrefcount(None) - before) < TIMES / 10
