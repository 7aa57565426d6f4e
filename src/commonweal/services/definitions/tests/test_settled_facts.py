"""A page that says which facts it settles is believed only if every way through the form settles them."""

import pytest

from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known

SERVICE = """service: s
schema: 1
offered_by: o
title: {en: S}
summary: {en: S}
form:
  - page: home
    title: {en: Home}
    questions:
      - {key: rents, type: yes_no, label: {en: Rents}}
      - {key: kind, type: choice, label: {en: Kind}, options: [{value: a, label: {en: A}}, {value: b, label: {en: B}}]}
      - {key: people, type: integer, min: 1, max: 40, label: {en: People}}
      - {key: number, type: identifier, scheme: gb.nhs, label: {en: Number}}
      - {key: proof, type: file, label: {en: Proof}}
  - page: many
    title: {en: Many}
    when: people > 30
    exit: {text: {en: You cannot go on.}}
  - page: cost
    title: {en: Cost}
    settles: [%(settles)s]
    questions:
      - {key: rent, type: money, label: {en: Rent}, when: rents}
      - {key: loan, type: money, label: {en: Loan}, when: "%(loan)s"}
      - {key: other, type: money, label: {en: Other}, required: false}
      - key: children
        type: repeat
        label: {en: Children}
        required: false
        each: [{key: age, type: integer, min: 0, max: 17, label: {en: Age}}]
  - page: more
    title: {en: More}
    questions: [{key: later, type: money, label: {en: Later}}]
facts:
  housing: "%(housing)s"
eligibility:
  - {key: c, when: facts.housing < money(1000), else: {en: No.}}
"""


def found(housing, loan="!rents", settles="facts.housing"):
    text = SERVICE % {"housing": housing, "loan": loan, "settles": settles}
    findings = check_source(text, known=Known(("en",))).findings
    wrong = [finding for finding in findings if finding.severity == "error"]
    assert {finding.code for finding in wrong} <= {"not-settled", "unknown-name"}, wrong
    return wrong


@pytest.mark.parametrize(
    ("housing", "loan"),
    [
        ("rents ? rent : loan", "!rents"),
        ("default(rent, money(0)) + default(loan, money(0))", "kind == 'a'"),
        ("(rents ? rent : money(0)) + default(other, money(0))", "!rents"),
        ("default(rent, money(1)) * people", "!rents"),
        ("people > 30 ? later : money(1)", "!rents"),  # who has so many people comes to the exit
    ],
)
def test_a_fact_that_has_a_value_on_every_way_is_settled(housing, loan):
    assert found(housing, loan) == []


@pytest.mark.parametrize(
    ("housing", "loan", "says"),
    [
        ("rent", "!rents", "there is no answer to 'rent'"),
        ("rents ? rent : loan", "!rents && kind == 'a'", "'loan'"),
        ("default(rent, money(0)) + other", "!rents", "'other'"),
        ("later", "!rents", "there is no answer to 'later'"),
        ("loan", "people != 17", "there is no answer to 'loan'"),  # a condition says which number to try
        ("people > 29 ? later : money(1)", "!rents", "people is 30"),
        ("money(sum(children.map(c, c.age)))", "!rents", "there is no answer to 'children'"),
    ],
)
def test_a_fact_that_some_way_leaves_open_is_refused_with_that_way(housing, loan, says):
    (finding,) = found(housing, loan)
    assert finding.code == "not-settled"
    assert finding.path == ("form", 2, "settles", 0)
    assert "After this page 'facts.housing' has no value when " in finding.message
    assert says in finding.message


def test_a_fact_that_there_is_not_is_refused_with_what_was_meant():
    (finding,) = found("default(rent, money(0))", settles="facts.housin")
    assert (finding.code, finding.remedy) == ("unknown-name", "Did you mean 'facts.housing'?")
    assert finding.line == 21


def test_a_page_to_which_no_way_leads_settles_nothing():
    text = SERVICE % {"housing": "default(rent, money(0))", "loan": "!rents", "settles": "facts.housing"}
    text = text.replace("when: people > 30", "when: people > 0")
    (finding,) = (f for f in check_source(text, known=Known(("en",))).findings if f.severity == "error")
    assert finding.message == "No path to this page was found, so nothing shows that it settles 'facts.housing'."


def test_a_page_that_is_not_shown_need_not_settle_anything():
    text = SERVICE.replace("title: {en: Cost}\n", "title: {en: Cost}\n    when: rents\n")
    text %= {"housing": "rent", "loan": "people > 2", "settles": "facts.housing"}
    assert check_source(text, known=Known(("en",))).errors == []


def test_a_question_for_which_no_number_is_found_is_not_answered_with_anything():
    must = "must: [{when: value * value == 1369, else: {en: No.}}], label: {en: People}"
    text = SERVICE.replace("label: {en: People}", must)
    text %= {"housing": "default(rent, money(1)) * people", "loan": "!rents", "settles": "facts.housing"}
    (finding,) = check_source(text, known=Known(("en",))).errors
    assert finding.message.startswith("No path to this page was found")
