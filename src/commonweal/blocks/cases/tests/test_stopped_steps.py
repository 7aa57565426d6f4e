"""Automatic transitions that lead to each other for ever: the case stays where that is noticed, and staff see it."""

from itertools import pairwise

import pytest

from commonweal.blocks.cases import api
from commonweal.blocks.cases.automatic_transitions import MOST_MOVES, opening
from commonweal.blocks.cases.language import CaseSection
from commonweal.blocks.cases.models import Case, CaseTask
from commonweal.blocks.cases.testing import CONTENT, know, make_case
from commonweal.blocks.cases.tests.conftest import resident
from commonweal.kernel import journal

pytestmark = pytest.mark.django_db


def with_transitions(**more):
    return {**CONTENT, "transitions": {**CONTENT["transitions"], **more}}


def step(source, to, **more):
    return {"from": source, "to": to, "by": "system", **more}


THERE = step("received", "visiting", on="state.received")
BACK = step("visiting", "received", on="state.visiting")


def moves(case):
    kinds = {"case.moved": "transition", "case.automatic_steps_stopped": "transitions"}
    entries = [entry for entry in journal.entries(object=f"case:{case}", limit=500) if entry.type in kinds]
    return [entry.facts[kinds[entry.type]] for entry in reversed(entries)]


ROUNDS = {
    "by states": ({"there": THERE, "back": BACK}, ["there", "back", ["there", "back"]]),
    "one follows the other": (
        {"there": step("received", "visiting", on="case.opened"), "back": BACK}
        | {"again": step("received", "visiting", on="case.back")},
        ["there", "back", "again", ["back", "again"]],
    ),
    "one calls the other": (
        {"there": {**THERE, "then": ["back"]}, "back": step("visiting", "received", when="!true")},
        ["there", "back", ["there", "back"]],
    ),
}


@pytest.mark.parametrize("name", ROUNDS)
def test_an_application_is_received_though_its_automatic_transitions_go_in_a_cycle(council, ann, name):
    transitions, made = ROUNDS[name]
    know({"v": with_transitions(**transitions)})
    case = make_case(council, ann, version="v").id

    assert moves(case) == made
    row = Case.objects.get(pk=case)
    assert row.is_open
    assert row.state == opening(CaseSection.model_validate(with_transitions(**transitions)), lambda *_: False).state


def test_staff_are_told_of_the_cycle_until_the_case_is_moved_on_and_the_applicant_is_not(council, ann, staff):
    know({"v": with_transitions(there=THERE, back={**BACK, "title": {"en": "Go back"}})})
    case = make_case(council, ann, version="v").id

    assert api.case(case, acting=staff.officer).stopped == [{"en": "There"}, {"en": "Go back"}]
    types = [item.type for item in api.history(case, acting=staff.officer)]
    assert "case.automatic_steps_stopped" in types
    told = [item.type for item in api.history(case, acting=resident(ann))]
    assert "case.automatic_steps_stopped" not in told

    api.decide(case=case, transition="grant", reasons="They may.", acting=staff.officer)
    assert api.case(case, acting=staff.officer).stopped == []


def test_a_step_of_an_officer_that_begins_a_cycle_is_made(council, ann, staff):
    transitions = {"on_way": step("visiting", "received", on="case.arrange")}
    transitions |= {"off": step("received", "visiting", on="case.on_way"), "in": {**BACK, "on": "case.off"}}
    transitions |= {"out": step("received", "visiting", on="case.in"), "over": {**BACK, "on": "case.out"}}
    transitions["again"] = step("received", "visiting", on="case.over", then=["on_way"])
    know({"v": with_transitions(**transitions)})
    case = make_case(council, ann, version="v").id
    assert api.case(case, acting=staff.officer).stopped == []

    api.transition(case=case, transition="arrange", acting=staff.officer)

    assert moves(case)[0] == "arrange"
    assert set(moves(case)[-1]) == set(transitions)
    assert CaseTask.objects.filter(case=case).count() < MOST_MOVES


def test_a_long_way_without_a_cycle_is_gone_to_its_end(council, ann):
    names = [f"s{number}" for number in range(40)]
    chain = {
        f"t{number}": step(before, after, on=f"state.{before}")
        for number, (before, after) in enumerate(zip(["received", *names], names, strict=False))
    }
    content = with_transitions(**chain)
    know({"v": {**content, "states": [*content["states"], *names]}})
    case = make_case(council, ann, version="v").id
    assert Case.objects.get(pk=case).state == names[-1]
    assert moves(case) == list(chain)


def test_ways_that_multiply_are_bounded(council, ann):
    """Each calls the next two times: no transition follows from itself, but there would be a million of them."""
    names = [f"t{number}" for number in range(20)]
    chain = {before: step("received", "received", then=[after, after]) for before, after in pairwise(names)}
    chain[names[0]]["on"] = "case.opened"
    know({"v": with_transitions(**chain, **{names[-1]: step("received", "received")})})
    case = make_case(council, ann, version="v").id
    assert len(moves(case)) == MOST_MOVES + 1
    assert Case.objects.get(pk=case).state == "received"
