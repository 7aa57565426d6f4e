"""A rule without a value for some answers is unknown and says why; while an answer would help, it is missing."""

import pytest

from commonweal.blocks.rules.api import Outcome
from commonweal.blocks.rules.tests.conftest import DAY
from commonweal.kernel.definition import NoValue, Unknown, joined

TEXT = """
parameters:
  later: {values: {2999-01-01: 5}}
facts:
  broken: 100 / (adults - 20)
tables:
  small:
    inputs: {n: adults}
    outputs: {size: integer}
    rows: [{when: {n: "< 5"}, then: {size: 1}}]
  first:
    hit: first
    inputs: {a: agreed, h: help}
    outputs: {size: integer}
    rows: [{when: {a: true}, then: {size: 1}}, {when: {h: true}, then: {size: 2}}]
  every:
    hit: collect
    inputs: {h: help}
    outputs: {size: integer}
    rows: [{then: {size: adults}}, {when: {h: true}, then: {size: 5}}]
"""
# None has a value for twenty adults.
RULES = [
    "100 / (adults - 20) > 1",
    "[1, 2, 3][adults] > 1",
    "{1: 5}[adults] > 1",
    "{'now': 5}[tenure] > 1",
    "date(tenure) > today",
    "parameters.later > adults",
    "facts.broken > 1",
    "tables.small.size == 1",
]
ANSWERS = {"adults": 20, "tenure": "soon"}


@pytest.mark.parametrize("rule", RULES)
def test_it_is_unknown_for_a_reason_that_is_kept_and_names_no_answer(build, rule):
    evaluation = build(TEXT).evaluate(ANSWERS, on=DAY)
    value = evaluation(rule)
    assert isinstance(value, NoValue)
    assert value.because in evaluation.failures
    assert value.missing == frozenset()


@pytest.mark.parametrize("rule", RULES)
def test_a_criterion_without_a_value_makes_nobody_eligible_or_not_eligible(build, rule):
    rules = build(TEXT + f'eligibility: [{{key: odd, when: "{rule}", else: {{en: x}}}}]')
    found = rules.assess(ANSWERS, on=DAY)
    assert (found.outcome, found.missing, found.because) == (Outcome.MORE_INFORMATION, (), ())


@pytest.mark.parametrize("rule", RULES)
def test_beside_an_answer_that_decides_it_is_not_needed_and_beside_a_missing_one_that_is_missing(build, rule):
    rules = build(TEXT)
    asked = {
        agreed: rules.evaluate({**ANSWERS, **({} if agreed is None else {"agreed": agreed})}, on=DAY)
        for agreed in (None, True, False)
    }
    for both, decides in ((f"{rule} && agreed", False), (f"{rule} || agreed", True)):
        assert asked[decides](both) is decides
        assert isinstance(asked[not decides](both), NoValue)
        assert not isinstance(asked[None](both), NoValue)
        assert asked[None](both) == Unknown({"agreed"})


def test_several_that_cannot_be_said_are_missing_while_an_answer_would_help():
    assert joined([NoValue("one"), NoValue("two")]).because == "one"
    both = joined([NoValue("one"), Unknown({"a"}), Unknown({"b"})])
    assert (type(both), both.missing) == (Unknown, {"a", "b"})


@pytest.mark.parametrize(
    ("source", "answers", "expected"),
    [
        ("tables.first.size", {"help": True}, Unknown({"agreed"})),
        ("tables.first.size", {"help": True, "agreed": False}, 2),
        ("tables.every.size", {"help": True}, Unknown({"adults"})),
        ("tables.every.size", {"adults": 3}, Unknown({"help"})),
        ("tables.every.size", {"adults": 3, "help": True}, [3, 5]),
    ],
)
def test_a_table_waits_for_a_row_or_an_output_that_cannot_be_said_yet(ask, source, answers, expected):
    assert ask(source, answers, text=TEXT) == expected
