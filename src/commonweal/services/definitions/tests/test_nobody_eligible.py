"""Criteria that no answers meet together are reported, although each of them can hold."""

import pytest

from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
summary: {en: S}
form:
  - page: about
    title: {en: About}
    questions:
      - {key: people, type: integer, min: 1, max: 40, label: {en: People}}
      - {key: kind, type: choice, label: {en: Kind}, options: [{value: a, label: {en: A}}, {value: b, label: {en: B}}]}
      - {key: name, type: text, label: {en: Name}}
      - {key: pets, type: integer, label: {en: Pets}, when: kind == 'a'}
  - page: many
    title: {en: Many}
    when: people > 30
    exit: {text: {en: You cannot go on.}}
eligibility:
"""


def found(*criteria, examples=""):
    written = "".join(f'  - {{key: c{i}, when: "{rule}", else: {{en: No.}}}}\n' for i, rule in enumerate(criteria))
    checked = check_source(SERVICE + written + examples, known=Known(("en",)))
    assert checked.errors == []
    return [(each.code, each.path) for each in checked.findings if each.code == "nobody-eligible"]


@pytest.mark.parametrize(
    "criteria",
    [
        ("people > 10", "people < 5"),
        ("people > 30",),  # the journey ends before
        ("pets > 2", "kind == 'b'"),  # pets are asked for only with kind a
        ("kind == 'a'", "people > 5 && kind == 'b'"),
    ],
)
def test_criteria_that_nobody_meets_are_reported(criteria):
    assert found(*criteria) == [("nobody-eligible", ("eligibility",))]


@pytest.mark.parametrize(
    "criteria",
    [
        ("people > 10", "people < 15"),
        ("pets > 2", "kind == 'a'", "people != 7"),
        ("person.age > 17", "people > 5"),
        ("name.matches('^[A-Z]{3}[0-9]$')", "people > 3"),  # nobody guesses such a name
    ],
)
def test_criteria_that_somebody_meets_are_left_alone(criteria):
    assert found(*criteria) == []


def test_an_example_shows_that_somebody_is_eligible():
    rules = ("size(name) == 23 && name.contains('ox')", "people > 5")
    given = f"{{kind: b, people: 6, name: {'ox' + 21 * 'x'}}}"
    example = f"examples: [{{name: e, given: {given}, expect: {{eligible: yes}}}}]\n"
    assert found(*rules, examples=example) == []
