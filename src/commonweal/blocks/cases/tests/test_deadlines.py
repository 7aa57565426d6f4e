"""Deadlines: warnings, and what happens by itself when a clock runs out; facts of other blocks that a case follows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from commonweal.blocks.cases import api
from commonweal.blocks.cases.models import Case, CaseClock
from commonweal.blocks.cases.tasks import look_at_clocks
from commonweal.blocks.cases.testing import CONTENT, know, make_case
from commonweal.blocks.cases.tests.conftest import resident
from commonweal.kernel import journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.clock import standing_at
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
# Ten working days from Monday 1 June end on Monday 15 June; eight of them on Thursday 11 June.
WARNING, END = datetime(2026, 6, 12, 1, tzinfo=UTC), datetime(2026, 6, 16, 1, tzinfo=UTC)


def with_clock(**changes):
    [clock] = CONTENT["clocks"]
    return {**CONTENT, "clocks": [{**clock, **changes}]}


def opened(council, ann, **changes):
    know({"v": with_clock(**changes)})
    with standing_at(MONDAY):
        return make_case(council, ann, version="v").id


def look(moment):
    with standing_at(moment):
        look_at_clocks.enqueue()
        run_all()


def facts(case, kind):
    return [entry.facts for entry in journal.entries(object=f"case:{case}") if entry.type == kind]


def test_staff_are_warned_once_when_most_of_the_time_is_used(council, ann):
    case = opened(council, ann)
    look(WARNING)
    look(WARNING + timedelta(hours=1))
    [fact] = facts(case, "case.clock_warned")
    assert fact["clock"] == "decide_by"
    assert Case.objects.get(pk=case).is_open


def test_nothing_happens_before_the_time(council, ann):
    case = opened(council, ann)
    look(WARNING - timedelta(days=1))
    assert [entry.type for entry in journal.entries(object=f"case:{case}")] == ["case.opened"]


def test_an_escalated_case_was_due_when_its_clock_ran_out_and_not_when_that_was_noticed(council, ann):
    case = opened(council, ann, on_expire="escalate", stop_in=["visiting"], pause_in=[])
    due = Case.objects.get(pk=case).due_at
    look(END + timedelta(days=2))
    assert Case.objects.get(pk=case).due_at == due


def test_silence_grants_where_the_service_says_so(council, ann):
    case = opened(council, ann, on_expire="grant")
    look(END)
    view = api.my_case(case, acting=resident(ann))
    assert (view.card.open, view.card.state) == (False, "granted")
    assert "deadline" in view.decisions[0].reasons
    assert facts(case, "case.clock_expired") == [{"clock": "decide_by", "effect": "grant"}]


def test_silence_refuses_where_the_service_says_so(council, ann):
    refuse = {**CONTENT["transitions"]["refuse"], "by": ["role:officer", "system"]}
    know({"v": {**with_clock(on_expire="refuse"), "transitions": {**CONTENT["transitions"], "refuse": refuse}}})
    with standing_at(MONDAY):
        case = make_case(council, ann, version="v").id
    look(END)
    assert Case.objects.get(pk=case).decision == "refused"


def test_an_escalated_case_is_urgent_and_stays_open(council, ann):
    case = opened(council, ann, on_expire="escalate")
    look(END)
    row = Case.objects.get(pk=case)
    assert (row.priority, row.phase) == ("urgent", "open")
    assert facts(case, "case.escalated") == [{"clock": "decide_by"}]


def test_a_clock_may_move_the_case_without_deciding_it(council, ann):
    case = opened(council, ann, on_expire="move", transition="arrange")
    look(END)
    assert Case.objects.get(pk=case).state == "visiting"


def test_a_clock_takes_its_effect_once_however_often_it_is_queued(council, ann):
    case = opened(council, ann, on_expire="escalate")
    with standing_at(END):
        look_at_clocks.enqueue()
        look_at_clocks.enqueue()
        run_all()
    look(END + timedelta(hours=1))
    assert len(facts(case, "case.escalated")) == 1


def test_a_clock_that_cannot_move_the_case_puts_it_before_the_managers(council, ann, staff):
    case = opened(council, ann, on_expire="move", transition="visit")
    look(END)
    assert Case.objects.get(pk=case).priority == "urgent"


def test_a_clock_does_not_run_out_while_the_applicant_owes_an_answer(council, ann, staff):
    case = opened(council, ann)
    with standing_at(MONDAY + timedelta(days=1)):
        api.request_information(case=case, question="Which?", acting=staff.officer)
    look(END + timedelta(days=60))
    assert Case.objects.get(pk=case).is_open


def test_a_clock_that_runs_while_waiting_runs_out(council, ann, staff):
    case = opened(council, ann, while_waiting="run")
    with standing_at(MONDAY + timedelta(days=1)):
        api.request_information(case=case, question="Which?", acting=staff.officer)
    look(END)
    assert Case.objects.get(pk=case).decision == "granted"


def test_a_pause_after_the_end_does_not_take_its_effect_away(council, ann, staff):
    case = opened(council, ann)
    with standing_at(END):
        api.request_information(case=case, question="Which?", acting=staff.officer)
    look(END + timedelta(minutes=5))
    assert Case.objects.get(pk=case).decision == "granted"


def test_a_clock_stops_in_the_states_that_stop_it(council, ann, staff):
    case = opened(council, ann, pause_in=[], stop_in=["visiting"])
    with standing_at(MONDAY + timedelta(days=1)):
        api.transition(case=case, transition="arrange", acting=staff.officer)
    look(END)
    assert Case.objects.get(pk=case).is_open
    assert CaseClock.objects.get(case=case).stopped_at is not None


def test_a_clock_can_close_a_case_whose_applicant_never_answers(council, ann, staff):
    rule = {
        "key": "answer_by",
        "start": "case.information_requested",
        "stop_on": ["case.information_given"],
        "while_waiting": "run",
        "duration": 14,
        "unit": "days",
        "on_expire": "move",
        "transition": "lapse",
    }
    lapse = {"from": "received", "to": "refused", "by": "system"}
    know({"v": {**CONTENT, "clocks": [rule], "transitions": {**CONTENT["transitions"], "lapse": lapse}}})
    with standing_at(MONDAY):
        silent, told = make_case(council, ann, version="v").id, make_case(council, ann, version="v").id
        for case in (silent, told):
            task = api.request_information(case=case, question="Which?", acting=staff.officer)
        api.answer_request(task=task, text="This one.", acting=resident(ann))
    look(MONDAY + timedelta(days=16))
    assert not Case.objects.get(pk=silent).is_open
    assert Case.objects.get(pk=told).is_open


@dataclass(frozen=True)
class ParcelArrived(journal.Fact):
    type: ClassVar[str] = "parcel.arrived"
    case: str


def arrive(case):
    with transaction.atomic():
        journal.record(ParcelArrived(case=case), acting=SYSTEM, object="parcel:7")


def test_a_fact_of_another_block_moves_the_case_in_the_same_transaction(council, ann):
    schedule = {"from": "received", "to": "visiting", "by": "system", "on": "parcel.arrived"}
    know({"v": {**CONTENT, "transitions": {**CONTENT["transitions"], "schedule": schedule}}})
    case = make_case(council, ann, version="v").id
    arrive(case)
    assert Case.objects.get(pk=case).state == "visiting"


def test_a_fact_of_another_block_starts_a_clock(council, ann):
    case = opened(council, ann, start="parcel.arrived")
    assert Case.objects.get(pk=case).due_at is None
    with standing_at(MONDAY):
        arrive(f"case:{case}")
    assert Case.objects.get(pk=case).due_at is not None


@pytest.mark.parametrize("case", ["", "nothing", "case:00000000-0000-0000-0000-000000000000"])
def test_a_fact_about_no_case_is_recorded_all_the_same(db, case):
    arrive(case)
    assert [entry.type for entry in journal.entries(object="parcel:7")] == ["parcel.arrived"]


def test_a_fact_about_a_case_whose_version_is_lost_is_recorded_all_the_same(council, ann):
    case = make_case(council, ann).id
    Case.objects.filter(pk=case).update(version="lost")
    arrive(case)
    assert journal.entries(object="parcel:7")


def test_a_case_that_was_escalated_stays_overdue_until_it_is_moved_on(council, ann, staff):
    case = opened(council, ann, on_expire="escalate", stop_in=["visiting"], pause_in=[])
    look(END)
    with standing_at(END + timedelta(days=3)):
        assert api.cards([case])[case].overdue
        api.transition(case=case, transition="arrange", acting=staff.officer)
        assert not api.cards([case])[case].overdue
