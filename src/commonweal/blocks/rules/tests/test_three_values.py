"""What an expression says while answers are missing, and when a question does not apply."""

import pytest

from commonweal.blocks.rules.api import build_rules
from commonweal.blocks.rules.tests.conftest import DAY
from commonweal.kernel.definition import NoValue, Unknown
from commonweal.kernel.values import BOOLEAN, TEXT, ListOf, Record


def test_a_missing_answer_is_unknown_and_named(ask):
    assert ask("person.age >= 65") == Unknown({"person.age"})


@pytest.mark.parametrize(
    ("source", "answers", "expected"),
    [
        ("agreed && help", {"agreed": False}, False),
        ("help && agreed", {"agreed": False}, False),
        ("agreed || help", {"agreed": True}, True),
        ("agreed && help", {"agreed": True}, Unknown({"help"})),
        ("agreed || help", {"agreed": False}, Unknown({"help"})),
        ("agreed || help", {}, Unknown({"agreed", "help"})),
        ("!agreed", {}, Unknown({"agreed"})),
        ("agreed ? adults > 1 : person.age > 1", {"agreed": True}, Unknown({"adults"})),
        ("agreed ? adults > 1 : person.age > 1", {"agreed": False, "person": {"age": 3}}, True),
        ("agreed ? adults > 1 : person.age > 1", {}, Unknown({"agreed"})),
        ("adults + person.age", {"adults": 1}, Unknown({"person.age"})),
        ("items.exists(i, i.kind == tenure)", {"items": []}, False),
        ("items.exists(i, i.kind == tenure)", {"items": [{"kind": "sofa"}]}, Unknown({"tenure"})),
        ("(agreed && adults > 1) || (help && rate > 1.0)", {"agreed": True, "help": False}, Unknown({"adults"})),
    ],
)
def test_logic_answers_without_the_missing_where_it_can(ask, source, answers, expected):
    assert ask(source, answers) == expected


def test_a_field_of_an_answered_record_may_be_missing(ask):
    assert ask("address.area == 'x'", {"address": {"postcode": "EA1 1AA"}}) == Unknown({"address.area"})


def test_a_condition_about_what_does_not_apply_does_not_hold(ask):
    assert ask("person.age >= 65", absent={"person.age"}) is False
    assert ask("born > today", absent={"born"}) is False


@pytest.mark.parametrize(
    ("source", "absent"),
    [
        ("!agreed", {"agreed"}),
        ("'x' in needs", {"needs"}),
        ("agreed && help", {"agreed"}),
        ("!(agreed && help)", {"agreed"}),
        ("agreed ? true : true", {"agreed"}),
        ("needs.exists(n, n == 'x')", {"needs"}),
        ("'sofa' in items.map(i, i.kind)", {"items"}),
    ],
)
def test_operators_on_what_does_not_apply_make_the_condition_not_hold(ask, source, absent):
    assert ask(source, {"help": True}, absent=absent) is False


ROWS = {"rows": ListOf(Record({"works": BOOLEAN, "tags": ListOf(TEXT)})), "help": BOOLEAN}


@pytest.mark.parametrize(
    "source",
    [
        "rows.exists(r, !r.works)",
        "rows.all(r, r.works && help)",
        "rows[0].works ? true : true",
        "rows.exists(r, 'x' in r.tags)",
        "rows.exists(r, r.tags.all(t, t == 'x'))",
    ],
)
def test_nor_does_one_about_what_a_row_lacks(source):
    assert build_rules(names=ROWS).evaluate({"rows": [{}], "help": True}, on=DAY)(source) is False


@pytest.mark.parametrize(
    ("source", "missing"), [("!agreed", "agreed"), ("'x' in needs", "needs"), ("needs.exists(n, n == 'x')", "needs")]
)
def test_operators_on_what_is_missing_are_unknown(ask, source, missing):
    assert ask(source) == Unknown({missing})


def test_an_operator_on_a_field_that_an_item_lacks_does_not_hold(ask):
    assert ask("items.exists(i, i.kind in [tenure] && i.description in needs)", {"items": [{}], "tenure": "x"},
               absent={"needs"}) is False  # fmt: skip


def test_a_value_that_branches_on_what_does_not_apply_is_none(ask):
    assert ask("agreed ? 1 : 2", absent={"agreed"}) is None


def test_a_value_of_the_wrong_kind_in_an_open_record_is_still_an_error(ask):
    assert isinstance(ask("!attributes.other", {"attributes": {"other": "yes"}}), NoValue)


def test_what_does_not_apply_takes_no_part_in_logic(ask):
    assert ask("person.age >= 65 || agreed", {"agreed": True}, absent={"person.age"}) is True


def test_a_value_that_rests_on_what_does_not_apply_is_none(ask):
    assert ask("income * 2", absent={"income"}) is None


def test_a_record_that_does_not_apply_takes_its_fields_with_it(ask):
    assert ask("address.area.startsWith('x')", absent={"address"}) is False


def test_given_tells_answered_from_not_applying_and_waits_for_the_missing(ask):
    assert ask("given(born)", {"born": "2000-01-01"}) is True
    assert ask("given(born)", absent={"born"}) is False
    assert ask("given(born)") == Unknown({"born"})


def test_has_works_as_given_on_qualified_names(ask):
    assert ask("has(person.age)", {"person.age": 3}) is True
    assert ask("has(person.age)", absent={"person.age"}) is False


def test_default_stands_in_for_what_does_not_apply(ask):
    assert ask("default(income, 0) + money(1)", absent={"income"}) == 100
    assert ask("default(income, 0) + money(1)", {"income": 5}) == 105
    assert ask("default(income, 0)") == Unknown({"income"})


def test_a_field_that_an_item_lacks_does_not_apply_to_it(ask):
    items = [{"kind": "sofa"}, {"kind": "other", "description": "piano"}]
    assert ask("items.exists(i, i.description == 'piano')", {"items": items}) is True
    assert ask("items.all(i, i.kind == 'sofa' || given(i.description))", {"items": items}) is True


def test_answers_may_be_nested_or_dotted(ask):
    assert ask("person.age", {"person": {"age": 7}}) == ask("person.age", {"person.age": 7}) == 7


def test_an_open_record_may_hold_what_nobody_declared(ask):
    assert ask("attributes.free_meals == true", {"attributes": {"free_meals": True}}) is True
    assert ask("attributes.free_meals == true", {"attributes": {}}) == Unknown({"attributes.free_meals"})


def test_sibling_answers_hide_those_of_the_document(ask):
    answers = {"tenure": "own"}
    assert ask("kind == 'sofa'", answers, scope={"kind": "sofa"}) is True
    assert ask("kind == 'sofa' && tenure == 'own'", answers, scope={"kind": "sofa"}) is True
    assert ask("kind == 'sofa'", answers, scope={}) == Unknown({"kind"})


def test_derived_values_are_asked_once_and_only_when_read(build):
    asked = []

    def work(answers):
        asked.append(answers)
        return {"age": 70}

    from datetime import date

    evaluation = build(derive={"person": work}).evaluate({"agreed": True}, on=date(2026, 1, 1))
    assert evaluation("agreed") is True
    assert asked == []
    assert evaluation("person.age >= 65 && person.age < 100") is True
    assert len(asked) == 1
