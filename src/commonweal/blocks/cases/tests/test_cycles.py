"""Transitions that would follow each other for ever, and cases that begin where they end, are refused."""

import pytest

from commonweal.blocks.cases.language import CaseSection
from commonweal.blocks.cases.proof.section import findings

STAFF = {"close": {"from": ["received", "looking"], "to": "done", "by": "role:officer"}}


def section(transitions=(), **more):
    content = {
        "states": ["received", "looking", {"key": "done", "final": True}],
        "start": "received",
        "transitions": {**dict(transitions), **STAFF},
        **more,
    }
    return CaseSection.model_validate(content)


def found(code, *args, **more):
    return [each.path for each in findings(section(*args, **more), {}) if each.code == code]


def step(source, to, **more):
    return {"from": source, "to": to, "by": "system", **more}


def there_and_back(there, back):
    return {"there": step("received", "looking", **there), "back": step("looking", "received", **back)}


CYCLES = {
    "by states": there_and_back({"on": "state.received"}, {"on": "state.looking"}),
    "each calls the other": there_and_back({"then": ["back"], "on": "case.opened"}, {"then": ["there"]}),
    "one follows the other": there_and_back({"on": "state.received"}, {"on": "case.there"}),
    "one is called whatever its condition says": there_and_back(
        {"on": "case.opened", "then": ["back"]}, {"when": "size > 1", "then": ["there"]}
    ),
    "it calls itself": {"there": step("received", "received", on="case.opened", then=["there"])},
}
ENDING = {
    "a condition ends it": there_and_back({"on": "state.received", "when": "size > 1"}, {"on": "state.looking"}),
    "it calls itself from elsewhere": {"there": step("received", "looking", on="case.opened", then=["there"])},
    "people go back": {**STAFF, "there": step("received", "looking", on="state.received")},
}


@pytest.mark.parametrize("name", CYCLES)
def test_every_transition_of_a_cycle_is_found(name):
    transitions = CYCLES[name]
    assert found("case-cycle", transitions) == [("transitions", key) for key in transitions]


@pytest.mark.parametrize("name", ENDING)
def test_transitions_that_come_to_an_end_are_left_alone(name):
    assert found("case-cycle", ENDING[name]) == []


def test_a_transition_that_only_leads_to_a_cycle_is_not_of_it():
    transitions = {**CYCLES["by states"], "begin": step("done", "received", on="case.opened")}
    assert ("transitions", "begin") not in found("case-cycle", transitions)


@pytest.mark.parametrize(("start", "wrong"), [("received", []), ("done", [("start",)])])
def test_a_case_does_not_begin_where_it_ends(start, wrong):
    assert found("case-begins-at-end", start=start) == wrong


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ("system", "case-reopened-by-nobody"),
        ("role:offiser", "case-own-role"),
        ("role:officer", None),
        ("applicant", None),
        ([], None),
    ],
)
def test_who_reopens_a_case_is_somebody(by, code):
    said = [each.code for each in findings(section(reopen={"by": by}), {}) if each.path[0] == "reopen"]
    assert said == ([code] if code else [])
