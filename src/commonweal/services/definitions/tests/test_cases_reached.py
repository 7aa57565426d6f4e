"""Transitions, tasks and routes of a workflow that no case comes to are reported; all others are left alone."""

import pytest

from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known

FORM = """service: s
schema: 1
offered_by: o
title: {en: S}
summary: {en: S}
retention: {delete_after: 6 months}
form:
  - page: about
    title: {en: About}
    questions:
      - {key: people, type: integer, min: 0, max: 9, label: {en: People}}
      - {key: kind, type: choice, label: {en: Kind}, options: [{value: a, label: {en: A}}, {value: b, label: {en: B}}]}
      - {key: name, type: text, label: {en: Name}}
      - {key: pets, type: integer, label: {en: Pets}, when: kind == 'a'}
  - page: many
    title: {en: Many}
    when: people == 7
    exit: {text: {en: You cannot go on.}}
"""
CASE = """case:
  states: [received, checked, visited, {key: done, final: true}]
  start: received
  reopen: {to: checked}
  transitions:
    check: {from: received, to: checked, by: role:officer, requires: [{key: answer.paid, type: yes_no}]%(check)s}
    visit: {from: checked, to: visited, by: role:officer, requires: [{key: answer.ok, type: yes_no}]%(visit)s}
    close: {from: checked, to: done, by: system%(close)s}
    finish: {from: [visited, checked], to: done, by: role:officer%(finish)s}
"""
CLOSE = "on: case.check, when: people > 3"


def found(more="", examples="", **rules):
    """The places in the section `case:` that are reported as out of reach."""
    given = dict.fromkeys(("check", "visit", "finish"), "") | {"close": CLOSE} | rules
    text = FORM + CASE % {key: rule and f", {rule}" for key, rule in given.items()} + more + examples
    checked = check_source(text, known=Known(("en",)))
    assert checked.errors == []
    return [finding.path[1:] for finding in checked.findings if finding.code == "out-of-reach"]


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"check": "when: people > 3"},
        {"check": "when: pets > 3"},
        {"check": "when: kind == 'a' && case.state == 'received'"},
        {"check": "when: \"name.matches('^[A-Z]{3}[0-9]$')\""},  # nobody guesses such a name
        {"visit": "when: given.paid == true"},
        {"visit": "when: case.priority == 'urgent'"},
        {"finish": "when: case.state == 'visited' && given.ok == false"},
        {"close": "on: state.checked"},
        {"close": "on: case.letter_received"},
        {"close": "when: given.ok == true, on: case.check"},  # a case that is checked may be one that was visited
    ],
)
def test_what_a_case_comes_to_is_left_alone(rules):
    rules = {"visit": ""} | rules
    more = "    again: {from: visited, to: received, by: role:officer}\n" if "given.ok" in str(rules) else ""
    assert found(more, **rules) == []


@pytest.mark.parametrize(
    ("rules", "key", "part"),
    [
        ({"finish": "when: people == 7"}, "finish", "when"),  # the journey ended before
        ({"finish": "when: pets > 3 && kind == 'b'"}, "finish", "when"),
        ({"finish": "when: case.state == 'received'"}, "finish", "when"),
        ({"visit": "when: given.ok == true"}, "visit", "when"),  # it is what gives this
        ({"close": "on: state.visited"}, "close", "on"),
        ({"close": "on: case.opened"}, "close", "on"),
        ({"close": "on: case.finish"}, "close", "on"),
    ],
)
def test_a_transition_that_no_case_makes_is_reported(rules, key, part):
    assert found(**rules) == [("transitions", key, part)]


def test_what_only_such_a_transition_leads_to_is_reported_as_well():
    more = (
        "    leave: {from: visited, to: done, by: applicant}\n  tasks: [{key: look, in: visited, for: role:officer}]\n"
    )
    assert found(more, visit="when: people == 7") == [
        ("transitions", "visit", "when"),
        ("transitions", "leave", "from"),
        ("tasks", 0, "in"),
    ]


def test_a_transition_after_one_that_is_always_made_in_its_stead_is_reported():
    more = "    hold: {from: checked, to: visited, by: system, on: case.check, when: people > 2}\n"
    assert found(more) == []
    assert found(more, close="on: case.check") == [("transitions", "hold", "on")]
    assert found(more.replace("case.check", "case.letter_received"), close="on: case.check") == []


def test_what_waits_for_a_transition_happens_where_the_case_goes_on_to_with_it():
    more = "    hold: {from: checked, to: visited, by: system}\n"
    more += "    after: {from: visited, to: done, by: system, on: case.check}\n"
    assert found(more, check="then: [hold]") == []
    called = more.replace("by: system}", "by: system, on: case.letter_received}")
    assert found(called) == [("transitions", "after", "on")]


def test_what_another_transition_or_a_clock_calls_is_made_whatever_its_condition_says():
    never = "{from: checked, to: visited, by: system, when: people == 7}"
    clocks = "  clocks: [{key: slow, duration: 5, unit: days, on_expire: move, transition: hold}]\n"
    assert found(f"    hold: {never}\n{clocks}") == []
    assert found(f"    hold: {never}\n", check="then: [hold]") == []


@pytest.mark.parametrize(
    ("task", "reported"),
    [
        ("{key: look, in: visited, for: role:officer, when: given.ok == true && people > 2}", []),
        ("{key: look, in: visited, for: role:officer, when: people == 7}", [("tasks", 0, "when")]),
    ],
)
def test_a_task_that_no_case_gets_is_reported(task, reported):
    assert found(f"  tasks: [{task}]\n", close=CLOSE) == reported


def test_a_route_that_no_case_takes_is_reported():
    routes = ("people > 3", "case.priority == 'high'", "given.ok == true", None, "people > 5")
    rules = ", ".join(f'{{when: "{rule}", team: a}}' if rule else "{team: b}" for rule in routes)
    assert found(f"  route: [{rules}]\n") == [("route", 1, "when"), ("route", 2, "when"), ("route", 4)]


def test_nobody_sends_what_a_criterion_excludes():
    criterion = '{key: c, when: people != 6, else: {en: "No."}}'
    assert found(examples=f"eligibility: [{criterion}]\n", finish="when: people == 4") == []
    excluded = found(examples=f"eligibility: [{criterion}]\n", finish="when: people == 6")
    assert excluded == [("transitions", "finish", "when")]


def test_an_example_shows_that_a_transition_can_be_made():
    rule = "when: size(name) == 23 && name.contains('ox') && people > 2"
    given = f"{{kind: b, people: 3, name: {'ox' + 21 * 'x'}}}"
    example = f"examples: [{{name: e, given: {given}, expect: {{pages: [about]}}}}]\n"
    assert found(check=rule) != []  # what comes after it
    assert found(check=rule, examples=example) == []
    leave = "    leave: {from: visited, to: done, by: applicant}\n"
    urgent = f"{rule} && case.priority == 'urgent'"  # one of several that there are
    assert found(leave, visit=urgent) != []
    assert found(leave, visit=urgent, examples=example) == []
