"""Properties that hold for any expression and any answers, found by Hypothesis."""

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.blocks.rules.api import build_rules
from commonweal.blocks.rules.cel import engine, wire
from commonweal.blocks.rules.cel.tree import Call, Constant, Identifier
from commonweal.blocks.rules.proof.cycles import cycles
from commonweal.kernel.definition import Unknown
from commonweal.kernel.problems import Problem
from commonweal.kernel.values import BOOLEAN, INTEGER, MONEY, TEXT, ListOf, Record

NAMES = {
    "a": BOOLEAN,
    "b": BOOLEAN,
    "c": BOOLEAN,
    "n": INTEGER,
    "amount": MONEY,
    "word": TEXT,
    "items": ListOf(Record({"kind": TEXT, "n": INTEGER})),
}
RULES = build_rules(names=NAMES)
DAY = date(2026, 5, 6)

conditions = st.recursive(
    st.sampled_from(["a", "b", "c", "true", "false", "n > 3", "word == 'x'", "items.exists(i, i.n > n)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda parts: f"({' '.join(parts)})"),
        inner.map(lambda part: f"!({part})"),
        st.tuples(inner, inner, inner).map(lambda parts: "({} ? {} : {})".format(*parts)),
    ),
    max_leaves=6,
)
answers = st.fixed_dictionaries(
    {
        "a": st.booleans(),
        "b": st.booleans(),
        "c": st.booleans(),
        "n": st.integers(0, 6),
        "word": st.sampled_from(["x", "y"]),
        "items": st.lists(st.fixed_dictionaries({"kind": st.just("k"), "n": st.integers(0, 9)}), max_size=3),
    }
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def ask(source, given_answers):
    return RULES.evaluate(given_answers, on=DAY)(source)


@given(conditions, answers)
def test_with_all_answers_every_condition_is_true_or_false(source, full):
    assert ask(source, full) in (True, False)


@given(conditions, answers, st.sets(st.sampled_from(list(NAMES))))
def test_more_answers_never_change_what_was_already_said(source, full, left_out):
    partial = {name: value for name, value in full.items() if name not in left_out}
    early = ask(source, partial)
    if not isinstance(early, Unknown):
        assert early is ask(source, full)


@given(conditions, answers, st.sets(st.sampled_from(list(NAMES)), min_size=1))
def test_only_missing_answers_are_called_missing(source, full, left_out):
    partial = {name: value for name, value in full.items() if name not in left_out}
    result = ask(source, partial)
    if isinstance(result, Unknown):
        assert result.missing
        assert result.missing <= left_out


@given(conditions)
def test_the_tree_written_back_is_the_tree_that_was_read(source):
    tree = engine.parse(source)
    again = engine.tree_of(engine.program_of(tree))
    assert wire.write(again) == wire.write(tree)


def outcome(work):
    try:
        return work()
    except Problem as problem:
        return problem


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_a_refusal(source):
    result = outcome(lambda: RULES.rule_set.compiled(source))
    assert not isinstance(result, Problem) or (result.detail and result.remedy)


@given(st.text(alphabet="abni.()[]{}'&|!?:<>=+-*/0123456789, \n", max_size=40))
def test_anything_like_an_expression_has_a_value_or_a_clear_problem(source):
    result = outcome(lambda: ask(source, {"a": True, "b": False, "n": 2, "amount": 5, "items": [{"n": 1}]}))
    assert not isinstance(result, Problem) or result.remedy


@given(st.dictionaries(st.sampled_from(list(NAMES)), anything), conditions)
def test_any_answers_give_a_value_or_name_the_bad_one(given_answers, source):
    result = outcome(lambda: ask(source, given_answers))
    if isinstance(result, Problem):
        assert result.fields
        assert set(result.fields) <= set(NAMES)
    else:
        assert isinstance(result, bool | Unknown)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_dividing_money_rounds_as_decimal_does(minor, parts):
    expected = (Decimal(minor) / parts).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert ask("amount / n", {"amount": minor, "n": parts}) == expected


@given(st.dictionaries(st.integers(0, 8), st.sets(st.integers(0, 8))))
def test_every_cycle_is_a_way_round_and_none_is_overlooked(graph):
    edges = {str(node): [str(to) for to in targets] for node, targets in graph.items()}
    found = cycles(edges)
    for cycle in found:
        assert all(after in edges[before] for before, after in zip(cycle, [*cycle[1:], cycle[0]], strict=True))
    # Take away, again and again, what leads nowhere: what is left is on or before a cycle.
    left = {node: set(targets) for node, targets in edges.items()}
    while any(not (targets & left.keys()) for targets in left.values()):
        left = {node: targets for node, targets in left.items() if targets & left.keys()}
    assert bool(found) is bool(left)


@settings(max_examples=30)
@given(answers, st.sets(st.sampled_from(list(NAMES))))
def test_an_assessment_is_the_same_later(full, left_out):
    from commonweal.blocks.rules.language import Criterion

    criteria = [Criterion.model_validate({"key": "k", "when": "(a || n > 3) && b", "else": {"en": "No"}})]
    partial = {name: value for name, value in full.items() if name not in left_out}
    kept = json.dumps(build_rules(names=NAMES, eligibility=criteria).assess(partial, on=DAY).as_json())
    again = build_rules(names=NAMES, eligibility=criteria).assess(json.loads(json.dumps(partial)), on=DAY)
    assert json.dumps(again.as_json()) == kept


@pytest.mark.parametrize("value", [0, -1, 2**63 - 1, -(2**63), 0.0, -1.5, float("inf"), "é\n", b"\x00\xff", True, None])
def test_every_literal_survives_the_wire(value):
    kinds = {int: "int", float: "double", str: "string", bytes: "bytes", bool: "bool", type(None): "null"}
    node = Constant(kinds[type(value)], value)
    call = Call("_==_", (node, Identifier("x")))
    assert engine.tree_of(engine.program_of(call)).args[0].value == value
