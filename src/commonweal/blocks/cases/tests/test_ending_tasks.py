"""Open tasks never disappear silently: each stays open, or is ended and recorded, however the case moves."""

from datetime import timedelta

import pytest

from commonweal.blocks.cases import api, personal
from commonweal.blocks.cases.models import CaseTask
from commonweal.blocks.cases.tasks import look_at_clocks
from commonweal.blocks.cases.testing import CONTENT, know, make_case
from commonweal.blocks.cases.tests.conftest import MONDAY, key_of, resident, row
from commonweal.kernel import journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.clock import standing_at
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)
ENDED = ("case.tasks_ended", "case.requests_ended")
CHECK = {"en": "Check the photo", "cy": "Gwirio'r llun"}
LIVELY = {
    **CONTENT,
    "transitions": {
        **CONTENT["transitions"],
        "answered": {"from": "received", "to": "visiting", "by": "system", "on": "case.information_given"},
        "paid": {"from": "received", "to": "visiting", "by": "system", "on": "case.priority_changed"},
        "give_up": {"from": "received", "to": "refused", "by": "applicant"},
        "look_again": {"from": "received", "to": "received", "by": "role:officer"},
        "arrange_and_refuse": {"from": "received", "to": "visiting", "by": "role:officer", "then": ["at_once"]},
        "at_once": {"from": "visiting", "to": "refused", "by": "system"},
    },
    "tasks": [{**CONTENT["tasks"][0], "title": CHECK}],
}


def moves(key):
    return lambda t: api.transition(case=t.case, transition=key, acting=t.staff.officer)


def time_passes(t):
    del t
    look_at_clocks.enqueue()
    run_all()


def erased(t):
    personal._erase_cases(str(t.ann.pk))
    run_all()


WAYS = {
    "a step": moves("arrange"),
    "a step that is followed by another": moves("arrange_and_refuse"),
    "a step into the same state": moves("look_again"),
    "a decision": lambda t: api.decide(case=t.case, transition="grant", reasons="Yes.", acting=t.staff.officer),
    "a step of many": lambda t: api.transition_many(cases=[t.case], transition="arrange", acting=t.staff.officer),
    "a decision on many": lambda t: api.transition_many(
        cases=[t.case], transition="refuse", reason="No.", acting=t.staff.manager
    ),
    "a program": lambda t: api.transition(case=t.case, transition="arrange", acting=key_of(t.council, "cases:write")),
    "the platform": lambda t: api.transition(case=t.case, transition="arrange", acting=SYSTEM),
    "the applicant's answer": lambda t: api.answer_request(task=t.question, text="So.", acting=resident(t.ann)),
    "the applicant's step": lambda t: api.transition(case=t.case, transition="give_up", acting=resident(t.ann)),
    "the applicant withdraws": lambda t: api.withdraw(case=t.case, acting=resident(t.ann)),
    "a duplicate": lambda t: api.mark_duplicate(case=t.case, of=t.other, acting=t.staff.officer),
    "the applicant is erased": erased,
    "a clock that runs out": time_passes,
}


@pytest.fixture
def things(council, ann, staff):
    class Things:
        pass

    t = Things()
    t.council, t.ann, t.staff = council, ann, staff
    decides = {**CONTENT["clocks"][0], "while_waiting": "run"}
    know({"lively": {**LIVELY, "clocks": [decides]}})
    with standing_at(MONDAY):
        t.case = make_case(council, ann, version="lively").id
        t.other = make_case(council, version="lively").id
        t.question = api.request_information(case=t.case, question="Which?", acting=staff.officer)
    return t


@pytest.mark.parametrize("way", WAYS)
def test_in_whichever_way_a_case_moves_no_task_disappears(things, way):
    before = set(CaseTask.objects.filter(case=things.case, state="open").values_list("pk", flat=True))
    state = row(things.case).state
    with standing_at(MONDAY + timedelta(days=40)):
        WAYS[way](things)
    entries = journal.entries(object=f"case:{things.case}")
    told = {task for entry in entries if entry.type in ENDED for task in entry.facts["tasks"]}
    after = row(things.case)
    if way != "a step into the same state":
        assert after.state != state
        assert told
    for task in CaseTask.objects.filter(pk__in=before):
        assert (task.state == "lapsed") == (str(task.pk) in told)
        if task.state == "lapsed":
            assert task.done_by
            assert task.done_at == MONDAY + timedelta(days=40)
        if task.state == "open":
            assert after.is_open
            assert task.in_state in {"", after.state}


def test_the_entry_names_the_tasks_the_step_and_who_made_it(things):
    api.transition(case=things.case, transition="arrange", acting=things.staff.officer)
    [entry] = [each for each in journal.entries(object=f"case:{things.case}") if each.type == "case.tasks_ended"]
    assert (entry.facts["titles"], entry.facts["because"]) == ([CHECK], "arrange")
    assert (entry.actor, entry.role) == (things.staff.officer.actor, "officer")
    [item] = [each for each in api.history(things.case, acting=things.staff.officer) if each.type == entry.type]
    assert (item.detail, item.public) == (CHECK, False)


def test_the_applicant_learns_that_no_answer_is_needed_and_nothing_of_the_tasks_of_staff(things):
    api.decide(case=things.case, transition="grant", reasons="Yes.", acting=things.staff.officer)
    view = api.my_case(things.case, acting=resident(things.ann))
    types = {item.type for item in view.history}
    assert "case.requests_ended" in types
    assert "case.tasks_ended" not in types


def test_all_questions_that_end_together_are_one_entry(things):
    more = [
        api.request_information(case=things.case, question=question, acting=things.staff.officer)
        for question in ("Where?", "When?")
    ]
    api.withdraw(case=things.case, acting=resident(things.ann))
    ended = [each for each in journal.entries(object=f"case:{things.case}") if each.type == "case.requests_ended"]
    assert [entry.facts["tasks"] for entry in ended] == [[things.question, *more]]


def test_what_a_step_would_end_is_shown_before_to_staff_alone(things):
    ends = {move.key: list(move.ends) for move in api.case(things.case, acting=things.staff.officer).moves}
    question = {"en": "More information is needed", "cy": "Mae angen rhagor o wybodaeth"}
    assert ends["arrange"] == [CHECK]
    assert ends["look_again"] == []
    assert ends["grant"] == [CHECK, question]
    assert [list(move.ends) for move in api.my_case(things.case, acting=resident(things.ann)).moves] == [[]]


@pytest.mark.parametrize("step", ["arrange", "look_again", "refuse"])
def test_what_is_said_before_is_what_happens(things, step):
    said = api.tasks_ended_by(cases=[things.case, things.other], transition=step, acting=things.staff.officer)
    reason = {"reason": "No."} if step == "refuse" else {}
    api.transition_many(cases=[things.case, things.other], transition=step, acting=things.staff.officer, **reason)
    lapsed = CaseTask.objects.filter(state="lapsed").values_list("pk", flat=True)
    assert {task.id for task in said} == {str(pk) for pk in lapsed}


def test_what_a_step_would_end_is_not_shown_to_other_organisations(things):
    assert api.tasks_ended_by(cases=[things.case], transition="arrange", acting=things.staff.elsewhere) == []


def test_a_task_of_a_state_that_is_entered_again_stays_and_is_not_doubled(things):
    api.transition(case=things.case, transition="look_again", acting=things.staff.officer)
    assert [task.state for task in CaseTask.objects.filter(case=things.case, role="officer")] == ["open"]


def test_those_whose_task_it_was_see_for_a_week_that_it_is_no_longer_to_do(things):
    staff = things.staff
    with standing_at(TUESDAY):
        api.transition(case=things.case, transition="arrange", acting=staff.manager)
        assert [task.title for task in api.ended_tasks(acting=staff.officer)] == [CHECK]
        assert api.ended_tasks(acting=staff.manager) == []  # who ended it knows
        assert api.ended_tasks(acting=staff.crew) == []
        assert api.ended_tasks(acting=staff.elsewhere) == []
    with standing_at(TUESDAY + timedelta(days=8)):
        assert api.ended_tasks(acting=staff.officer) == []


def test_a_task_that_was_created_and_ended_in_one_transaction_is_not_reported(council, ann, staff):
    at_once = {"from": "received", "to": "visiting", "by": "system", "on": "case.opened"}
    know({"quick": {**LIVELY, "transitions": {**LIVELY["transitions"], "at_once_moved": at_once}}})
    case = make_case(council, ann, version="quick").id
    assert row(case).state == "visiting"
    assert "case.tasks_ended" not in [entry.type for entry in journal.entries(object=f"case:{case}")]
    assert api.ended_tasks(acting=staff.officer) == []
