"""Words with which a rule compares a name that can mean only some: misspelt ones are mistakes, all others are none."""

import pytest

from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
summary: {en: S}
legal_basis: {basis: public_task, reference: x}
retention: {delete_after: 6 months}
form:
  - page: first
    title: {en: First}
    questions:
      - {key: home, type: address, personal: yes, label: {en: Home}}
      - {key: kind, type: choice, label: {en: Kind}, options: [{value: a, label: {en: A}}, {value: b, label: {en: B}}]}
      - {key: some, type: choices, label: {en: Some}, options: [{value: c, label: {en: C}}, {value: d, label: {en: D}}]}
      - {key: word, type: text, label: {en: Word}}
case:
  states: [received, {key: done, final: true}]
  start: received
  transitions: {close: {from: received, to: done, by: role:officer, when: "%(close)s"}}
eligibility: [{key: c, when: "%(criterion)s", else: {en: No.}}]
tables:
  t:
    hit: first
    inputs: {where: home.area}
    outputs: {fee: integer}
    rows: [{when: {where: "'%(cell)s'"}, then: {fee: 1}}]
    otherwise: {fee: 2}
"""
AREAS = ["town", "town/north"]


def found(close="true", criterion="tables.t.fee == 1", cell="town", areas=AREAS):
    text = SERVICE % {"close": close, "criterion": f"{criterion} || tables.t.fee == 1", "cell": cell}
    return [(each.code, each.path) for each in check_source(text, known=Known(("en",), areas=areas)).errors]


CLOSE, CRITERION = ("case", "transitions", "close", "when"), ("eligibility", 0, "when")


@pytest.mark.parametrize(
    ("close", "code"),
    [
        ("case.state == 'recieved'", "unknown-option"),
        ("case.state != 'recieved'", "unknown-option"),
        ("case.priority in ['high', 'urgnet']", "unknown-option"),
        ("person.assurance == 'hihg'", "unknown-option"),
        ("case.area == 'town/nort'", "unknown-area"),
    ],
)
def test_a_misspelt_word_of_a_workflow_is_a_mistake(close, code):
    assert found(close=close) == [(code, CLOSE)]


@pytest.mark.parametrize("name", ["home.area", "person.address.area"])
def test_an_area_that_the_place_has_not_is_a_mistake_wherever_it_is_named(name):
    assert found(criterion=f"{name} == 'town/nort'") == [("unknown-area", CRITERION)]
    assert found(criterion=f"!({name} in ['town', 'twon'])") == [("unknown-area", CRITERION)]
    assert found(criterion=f"{name} == 'town/nort'", areas=None) == []


def test_an_area_in_a_cell_is_looked_at():
    assert found(cell="twon") == [("unknown-area", ("tables", "t", "rows", 0, "when", "where"))]


@pytest.mark.parametrize(
    "rule",
    [
        "home.area == 'town/north'",
        "home.area == ''",
        "home.town == 'Anywhere'",
        "person.assurance in ['medium', 'high']",
        "kind == word",
        "word in some",
        "word != kind && word == 'a'",
    ],
)
def test_words_that_can_be_meant_are_left_alone(rule):
    assert found(criterion=rule, close="case.state == 'received' && case.priority != 'low'") == []
