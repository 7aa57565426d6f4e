"""Automatic transitions that form a cycle for some answers are named by `check`, and those that cannot are not."""

import pytest

from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.proof.unknown_names import Known

SERVICE = """
service: permit
schema: 1
offered_by: council
title: {en: Permit}
summary: {en: A permit.}
legal_basis: {basis: public_task, reference: "Act 1984 s.45"}
form:
  - page: about
    title: {en: About}
    questions:
      - {key: n, type: integer, min: 0, max: 9, label: {en: How many}}
      - {key: kind, type: choice, label: {en: Kind}, options: [{value: a, label: {en: A}}, {value: b, label: {en: B}}]}
case:
  states: [received, looking, done]
  start: received
  transitions:
    there: {from: received, to: looking, by: system, on: state.received, when: "%(there)s"}
    back: {from: looking, to: received, by: system, on: state.looking, when: "%(back)s"}
    close: {from: [received, looking], to: done, by: role:officer}
  outcomes:
    done: {retention: {delete_after: 12 months, from: closed}}
"""
FIRST = "    there:"
AHEAD = "    ahead: {from: looking, to: done, by: system, on: state.looking, when: n > 2}\n"


def warned(there, back, *, ahead=""):
    text = SERVICE % {"there": there, "back": back}
    checked = check_source(text.replace(FIRST, ahead + FIRST), known=Known(("en",)))
    assert checked.errors == []
    return [finding for finding in checked.findings if finding.code == "case-possible-cycle"]


@pytest.mark.parametrize(
    ("there", "back", "possible"),
    [
        ("n > 3", "n <= 3", False),
        ("n > 3", "n <= 3 || n > 2", True),
        ("n > 3", "n > 5 && kind == 'b'", True),
        ("kind == 'a'", "kind == 'b'", False),
        ("n > 3", "n < 3", False),
        ("case.state == 'received' && n > 3", "case.state == 'looking' && n > 3", True),
        ("case.state == 'received' && n > 3", "case.state == 'received' && n > 3", False),
        ("n > 3", "true", True),
    ],
)
def test_a_cycle_is_named_where_its_conditions_can_be_true_together(there, back, possible):
    found = warned(there, back)
    assert [(each.path, each.severity) for each in found] == (
        [(("case", "transitions", "there", "when"), "warning")] if possible else []
    )
    assert all("there → back → there" in each.message for each in found)


@pytest.mark.parametrize(("there", "possible"), [("n > 3", False), ("n > 1", True)])
def test_a_transition_that_is_made_first_leads_out_of_the_cycle(there, possible):
    assert bool(warned(there, "true", ahead=AHEAD)) is possible
