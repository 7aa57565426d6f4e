"""The sections as the definitions capability meets them: examples that expect outcomes."""

from datetime import date

import pytest

from commonweal.blocks.rules.section import SECTIONS
from commonweal.kernel.definition import ExampleRun

TEXT = """
eligibility:
  - {key: grown, when: "person.age >= 18", else: {en: Too young}}
  - {key: here, when: "address.area == 'x'", else: {en: Too far}}
facts: {double: "income * 2", count: "size(items)", yes: "agreed"}
"""
SECTION = {section.key: section for section in SECTIONS}


@pytest.fixture
def expect(build):
    def expect(section: str, key: str, expected, given):
        rules = build(TEXT)
        day = date(2026, 5, 6)
        run = ExampleRun(name="", given=given, on=day, evaluate=rules.evaluate(given, on=day), pages=())
        content = {"eligibility": rules.rule_set.eligibility, "facts": rules.rule_set.facts}[section]
        return SECTION[section].expect[key](content, expected, run)

    return expect


@pytest.mark.parametrize(
    ("expected", "given", "words"),
    [
        (True, {"person.age": 18, "address.area": "x"}, None),
        (False, {"person.age": 17}, None),
        ("more information needed", {"person.age": 18}, None),
        (None, {}, None),
        (True, {"person.age": 17}, "not eligible', because of grown"),
        (False, {"person.age": 18}, "more information needed', missing address.area"),
        (True, {"person.age": 18, "address.area": "y"}, "because of here"),
    ],
)
def test_an_example_expects_an_outcome(expect, expected, given, words):
    message = expect("eligibility", "eligible", expected, given)
    assert message is None if words is None else words in message


def test_an_example_expects_reasons(expect):
    assert expect("eligibility", "because", ["here", "grown"], {"person.age": 1, "address.area": "y"}) is None
    assert "these do not hold: grown" in expect("eligibility", "because", ["here"], {"person.age": 1})


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ({"double": 2.50, "count": 1, "yes": None}, None),
        ({"double": 250}, "expected double to be 250, but it is 2.5"),
        ({"yes": True}, "expected yes to be True, but it is None"),
        ({"nobody": 1}, "no fact called 'nobody'"),
    ],
)
def test_an_example_expects_facts(expect, expected, words):
    message = expect("facts", "facts", expected, {"income": 125, "items": [{"kind": "sofa"}]})
    assert message is None if words is None else words in message


def test_two_criteria_of_the_same_name_are_found(build):
    text = "eligibility: [{key: a, when: 'agreed', else: {en: x}}, {key: a, when: 'help', else: {en: x}}]"
    (finding,) = SECTION["eligibility"].check(build(text).rule_set.eligibility, {})
    assert (finding.code, finding.path) == ("duplicate-key", ("eligibility", 1, "key"))


def test_the_sections_stand_in_journey_order():
    assert [section.key for section in SECTIONS] == ["parameters", "facts", "tables", "eligibility"]
