"""What `check` finds in single expressions, with the column and a remedy."""

import pytest

from commonweal.kernel.definition import Expression
from commonweal.kernel.values import BOOLEAN, INTEGER, MONEY, NUMBER, TEXT


def only(found):
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("source", "column", "message", "remedy"),
    [
        ("adress.area == 'x'", 0, "There is no answer called 'adress.area'.", "Did you mean 'address.area'?"),
        ("agreed && adress.area == 'x'", 10, "no answer called 'adress.area'", "'address.area'"),
        ("address.aera == 'x'", 7, "There is no 'aera'", "Did you mean 'area'?"),
        ("items.exists(i, i.knd == 'sofa')", 17, "There is no 'knd'", "Did you mean 'kind'?"),
        ("items.exists(i, i.kind == 'soffa')", 26, "'soffa' is not an option", "Did you mean 'sofa'?"),
        ("items.exists(i, i.kind in ['soffa'])", 27, "'soffa' is not an option", "Did you mean 'sofa'?"),
        ("'braile' in needs", 0, "'braile' is not an option", "Did you mean 'braille'?"),
        ("needs.exists(n, n == 'braile')", 21, "'braile' is not an option", "Did you mean 'braille'?"),
        ("tenure in ['rent', 'onw']", 19, "'onw' is not an option", "Did you mean 'own'?"),
        ("facts.cuont > 1", 0, "There is no fact called 'cuont'.", "Check the spelling"),
        ("person", 0, "'person' alone is not a value.", "Name one of its parts."),
        ("adults == '2'", 7, "cannot be compared", "without quotation marks"),
        ("tenure > 2", 7, "cannot be compared", ""),
        ("agreed == 'true'", 7, "cannot be compared", "without quotation marks"),
        ("sizes(items) > 1", 5, "There is no function called 'sizes'.", "Did you mean 'size'?"),
        ("size(adults) > 1", 4, "size(...) is given a whole number.", "It takes text or a list."),
        ("items.kind == 'sofa'", 5, "There is no '.kind' of a list", "exists"),
        ("tenure.exists(i, i == 'x')", 13, "Only a list has items", ""),
        ("adults && agreed", 0, "where true or false is needed", "Compare"),
        ("agreed ? 1 : 'a'", 7, "The two sides of ':'", "same kind"),
        ("'rent' in tenure", 7, "'in' needs a list", "contains"),
        ("tenure.matches(address.area)", 14, "must be written out", "quotation"),
        ("tenure.matches('(')", 14, "not a valid pattern", "RE2"),
        ("size(items) >", 13, "stops too early", ""),
        ("agreed = true", 7, "no meaning", ""),
        ("Person{name: 'x'} == agreed", 0, "not known", ""),
        ("startsWith(tenure, 'r')", 10, "not used in this way", "x.startsWith(...)"),
        ("given(tenure, 2)", 5, "is given 2 values", "It takes 1."),
        ("dyn(1) == agreed", 3, "no function called 'dyn'", ""),
    ],
)
def test_a_mistake_is_told_with_column_and_remedy(findings, source, column, message, remedy):
    finding = only(findings(expressions=[Expression(("form", 0, "when"), source)]))
    assert finding.severity == "error"
    assert finding.path == ("form", 0, "when")
    assert finding.column == column
    assert message in finding.message
    assert remedy in finding.remedy
    assert finding.remedy


def test_every_mistake_of_an_expression_is_told(findings):
    found = findings(expressions=[Expression((), "adress.area == 'x' || tenure == 'hire' || sizes(1) > 2")])
    assert [finding.column for finding in found] == [0, 32, 47]


@pytest.mark.parametrize(
    ("source", "returns"),
    [("adults", NUMBER), ("0", MONEY), ("income * 2", MONEY), ("tenure + '!'", TEXT), ("attributes.other", BOOLEAN)],
)
def test_values_of_the_kind_that_the_place_needs_pass(findings, source, returns):
    assert findings(expressions=[Expression((), source, returns)]) == []


def test_a_value_of_another_kind_is_refused(findings):
    finding = only(findings(expressions=[Expression(("max",), "tenure", INTEGER)]))
    assert (finding.code, finding.message) == ("wrong-type", "This gives text.")


def test_names_of_one_place_are_known_there_only(findings):
    there = Expression((), "colour == 'red'", scope={"colour": TEXT})
    assert findings(expressions=[there], choices={}) == []
    assert only(findings(expressions=[Expression((), "colour == 'red'")])).code == "unknown-name"


ROW = {"kind": TEXT, "description": TEXT}


@pytest.mark.parametrize(("source", "column"), [("kind == 'soffa'", 8), ("kind in ['sofa', 'soffa']", 17)])
@pytest.mark.parametrize("scope", [ROW, {**ROW, "value": TEXT}])
def test_a_misspelt_option_inside_a_repeat_group_is_told(findings, source, column, scope):
    finding = only(findings(expressions=[Expression((), source, scope=scope)]))
    assert (finding.code, finding.column, finding.remedy) == ("unknown-option", column, "Did you mean 'sofa'?")


@pytest.mark.parametrize(
    ("scope", "about"), [({**ROW, "value": TEXT}, "kind"), ({"value": TEXT, "tenure": TEXT}, "tenure")]
)
def test_a_misspelt_option_of_the_answer_that_a_requirement_is_about_is_told(findings, scope, about):
    good = {"kind": "sofa", "tenure": "rent"}[about]
    assert findings(expressions=[Expression((), f"value == '{good}'", scope=scope, about=about)]) == []
    finding = only(findings(expressions=[Expression((), f"value != '{good}x'", scope=scope, about=about)]))
    assert (finding.code, finding.column, finding.remedy) == ("unknown-option", 9, f"Did you mean '{good}'?")


def test_options_of_a_group_hide_those_of_a_question_of_the_same_name(findings):
    choices = {"kind": ["big", "small"], "items.kind": ["sofa", "fridge"]}
    assert findings(expressions=[Expression((), "kind == 'sofa'", scope=ROW)], choices=choices) == []
    assert only(findings(expressions=[Expression((), "kind == 'big'", scope=ROW)], choices=choices)).column == 8


def test_a_misspelt_option_in_a_fact_is_told_at_the_fact_though_a_condition_uses_it(findings):
    found = findings("facts: {soft: \"tenure == 'rnet'\"}", [Expression(("when",), "facts.soft && agreed")])
    finding = only(found)
    assert (finding.code, finding.path, finding.column) == ("unknown-option", ("facts", "soft"), 10)
    assert finding.remedy == "Did you mean 'rent'?"


def test_a_fact_that_cannot_be_read_is_told_at_the_fact_though_criteria_use_it(findings):
    text = "facts: {soft: 'tenur == agreed'}\neligibility: [{key: a, when: facts.soft, else: {en: No}}]"
    assert only(findings(text)).path == ("facts", "soft")


def test_a_misspelt_option_in_a_version_that_was_published_is_no_answer(ask):
    assert ask("tenure == 'rnet'", {"tenure": "rent"}) is False


def test_columns_count_characters_not_bytes(findings):
    finding = only(findings(expressions=[Expression((), "tenure == 'é' || nobody")], choices={}))
    assert finding.column == 17
