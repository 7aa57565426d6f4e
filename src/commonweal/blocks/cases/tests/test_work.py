"""Working a case: taking, moving, deciding, many at once, by the version on which it was begun."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from commonweal.blocks.cases import api
from commonweal.blocks.cases.models import Case, CaseTask
from commonweal.blocks.cases.testing import CONTENT, keep_files, know, make_case
from commonweal.blocks.cases.tests.conftest import MONDAY, resident, row, types
from commonweal.kernel import journal
from commonweal.kernel.clock import standing_at
from commonweal.kernel.problems import Conflict, Invalid, NotFound

pytestmark = pytest.mark.django_db


def test_taking_a_case_makes_one_its_worker(case, staff):
    api.take(case=case, acting=staff.officer)
    assert str(row(case).assignee_id) == staff.officer.person
    assert types(case) == ["case.opened", "case.taken"]


def test_taking_a_case_again_changes_nothing(case, staff):
    api.take(case=case, acting=staff.officer)
    api.take(case=case, acting=staff.officer)
    assert types(case).count("case.taken") == 1


def test_a_case_that_a_colleague_has_cannot_be_taken(case, staff):
    api.take(case=case, acting=staff.officer)
    with pytest.raises(Conflict, match="colleague"):
        api.take(case=case, acting=staff.second)


def test_a_case_can_be_named_by_its_number_however_it_is_typed(case, staff):
    typed = row(case).reference.lower().replace("0", "o")
    api.take(case=typed, acting=staff.officer)
    assert str(row(case).assignee_id) == staff.officer.person


def test_a_manager_takes_a_case_from_one_officer_and_gives_it_to_another(case, staff):
    api.take(case=case, acting=staff.officer)
    api.assign(case=case, person=staff.second.person, acting=staff.manager)
    assert str(row(case).assignee_id) == staff.second.person


@pytest.mark.parametrize("who", ["viewer", "elsewhere", "nobody"])
def test_a_case_is_assigned_only_to_somebody_who_may_work_on_it(case, staff, who):
    person = "not-a-person" if who == "nobody" else getattr(staff, who).person
    with pytest.raises(Invalid) as refused:
        api.assign(case=case, person=person, acting=staff.manager)
    assert "person" in refused.value.fields


def test_handing_over_leaves_a_note_for_the_colleague(case, staff):
    api.take(case=case, acting=staff.officer)
    api.hand_over(case=case, person=staff.second.person, note="She is deaf; write.", acting=staff.officer)
    view = api.case(case, acting=staff.second)
    assert view.card.assignee_name == "Sam Second"
    assert view.notes[0].text == "She is deaf; write."


def test_releasing_puts_it_back_into_the_queue(case, staff):
    api.take(case=case, acting=staff.officer)
    api.release(case=case, acting=staff.officer)
    assert row(case).assignee_id is None


def test_a_transition_moves_the_case_and_its_tasks_lapse(case, staff):
    api.transition(case=case, transition="arrange", acting=staff.officer)
    assert row(case).state == "visiting"
    assert CaseTask.objects.get(case=case).state == "lapsed"


def test_a_transition_that_does_not_lead_out_of_the_state_is_refused(case, staff):
    with pytest.raises(Conflict, match="moved on"):
        api.transition(case=case, transition="visit", acting=staff.crew, given={"seen": True})


def test_an_unknown_transition_is_refused(case, staff):
    with pytest.raises(NotFound):
        api.transition(case=case, transition="teleport", acting=staff.officer)


def test_what_a_transition_requires_must_be_given_and_is_kept(case, staff):
    api.transition(case=case, transition="arrange", acting=staff.officer)
    with pytest.raises(Invalid) as refused:
        api.transition(case=case, transition="visit", acting=staff.crew, given={"sen": True})
    assert set(refused.value.fields) == {"seen", "sen"}
    api.transition(case=case, transition="visit", acting=staff.crew, given={"seen": "yes"})
    assert api.case(case, acting=staff.officer).given == {"seen": True}


def test_a_transition_says_what_other_blocks_have_to_do(case, staff):
    api.decide(case=case, transition="refuse", reasons="It is outside.", acting=staff.officer)
    moved = next(entry for entry in journal.entries(object=f"case:{case}") if entry.type == "case.moved")
    assert moved.facts["then"] == ["message.refused"]


def test_a_decision_needs_reasons(case, staff):
    with pytest.raises(Invalid) as refused:
        api.transition(case=case, transition="grant", acting=staff.officer)
    assert "reason" in refused.value.fields


def test_a_decision_closes_the_case_with_reasons_and_the_assessment_of_its_day(case, staff, ann):
    asked = []

    def assess(version, answers, on):
        asked.append((answers["name"], on))
        return {"outcome": "eligible"}

    know(assess=assess)
    with standing_at(MONDAY + timedelta(days=3)):
        api.decide(case=case, transition="grant", reasons="All is well.", acting=staff.officer)
    view = api.my_case(case, acting=resident(ann))
    assert (view.card.open, view.card.outcome) == (False, "granted")
    decision = view.decisions[0]
    assert (decision.reasons, decision.assessment) == ("All is well.", {"outcome": "eligible"})
    assert decision.appeal["en"] == "Write to the ombudsman."
    assert asked == [("Ann Example", MONDAY.date())]


def test_a_decision_can_require_a_note_which_stays_among_staff(council, staff, ann):
    grant = {**CONTENT["transitions"]["grant"], "requires": ["note"]}
    know({"noted": {**CONTENT, "transitions": {**CONTENT["transitions"], "grant": grant}}})
    case = make_case(council, ann, version="noted").id
    with pytest.raises(Invalid) as refused:
        api.decide(case=case, transition="grant", reasons="Yes.", acting=staff.officer)
    assert "note" in refused.value.fields
    api.decide(case=case, transition="grant", reasons="Yes.", note="Seen by two.", acting=staff.officer)
    assert [note.text for note in api.case(case, acting=staff.officer).notes] == ["Seen by two."]
    assert "Seen by two." not in str(api.my_case(case, acting=resident(ann)))


def test_a_transition_that_decides_nothing_is_no_decision(case, staff):
    with pytest.raises(Invalid):
        api.decide(case=case, transition="arrange", reasons="So be it.", acting=staff.officer)


def test_a_closed_case_knows_when_it_will_be_deleted(case, staff):
    with standing_at(MONDAY):
        api.decide(case=case, transition="grant", reasons="Yes.", acting=staff.officer)
    assert row(case).delete_at.date() == datetime(2028, 6, 1, tzinfo=UTC).date()
    assert row(case).due_at is None


def test_nothing_more_can_be_done_with_a_closed_case(case, staff):
    api.decide(case=case, transition="grant", reasons="Yes.", acting=staff.officer)
    for verb in (
        lambda: api.take(case=case, acting=staff.officer),
        lambda: api.transition(case=case, transition="arrange", acting=staff.officer),
        lambda: api.request_information(case=case, question="What?", acting=staff.officer),
    ):
        with pytest.raises(Conflict, match="closed"):
            verb()


def test_a_task_is_completed_by_its_role_once(case, staff):
    task = str(CaseTask.objects.get(case=case).pk)
    api.complete_task(task=task, acting=staff.officer)
    assert CaseTask.objects.get(pk=task).done_by == staff.officer.actor
    with pytest.raises(Conflict):
        api.complete_task(task=task, acting=staff.officer)


def test_bulk_actions_tell_for_each_case_what_became_of_it(case, council, ann, staff):
    taken = make_case(council, ann).id
    api.take(case=taken, acting=staff.second)
    results = api.assign_many(cases=[case, taken, "EM-0000-00000"], person=staff.officer.person, acting=staff.officer)
    assert [result.done for result in results] == [True, False, False]
    assert "colleague" in results[1].problem
    assert results[0].reference == row(case).reference


def test_a_bulk_action_takes_so_many_cases(council, ann, staff, monkeypatch):
    monkeypatch.setattr("commonweal.blocks.cases.actions.many.MOST", 2)
    cases = [make_case(council, ann).id for _ in range(3)]
    with pytest.raises(Invalid):
        api.assign_many(cases=cases, person=staff.officer.person, acting=staff.officer)
    results = api.assign_many(cases=cases[:2], person=staff.officer.person, acting=staff.officer)
    assert all(result.done for result in results)


def test_a_bulk_transition_moves_those_that_it_fits(case, council, ann, staff):
    other = make_case(council, ann).id
    api.transition(case=other, transition="arrange", acting=staff.officer)
    results = api.transition_many(cases=[case, other], transition="arrange", acting=staff.officer)
    assert [result.done for result in results] == [True, False]


def test_a_case_goes_on_by_the_version_on_which_it_was_begun(council, ann, staff):
    later = {**CONTENT, "transitions": {"grant": {**CONTENT["transitions"]["grant"], "from": "received"}}}
    know({"v2": later})
    old, new = make_case(council, ann).id, make_case(council, ann, version="v2").id
    api.transition(case=old, transition="arrange", acting=staff.officer)
    with pytest.raises(NotFound):
        api.transition(case=new, transition="arrange", acting=staff.officer)


def test_a_case_whose_version_is_lost_is_shown_but_cannot_be_worked(case, staff):
    know({}, evaluate=None)
    Case.objects.filter(pk=case).update(version="lost")
    assert api.case(case, acting=staff.officer).card.state_title == {"en": "Received"}
    with pytest.raises(api.VersionMissing):
        api.transition(case=case, transition="arrange", acting=staff.officer)


def test_a_photograph_that_staff_must_give_goes_with_the_case(council, ann, staff):
    seen = {"key": "answer.photo", "type": "file"}
    arrange = {**CONTENT["transitions"]["arrange"], "requires": [seen]}
    know({"photo": {**CONTENT, "transitions": {**CONTENT["transitions"], "arrange": arrange}}})
    case, photo, claimed = make_case(council, ann, version="photo").id, str(uuid4()), []
    keep_files(claim=lambda uploads, of, acting: claimed.append((uploads, of)))
    with pytest.raises(Invalid):
        api.transition(case=case, transition="arrange", acting=staff.officer, given={"photo": "my-photo.jpg"})
    api.transition(case=case, transition="arrange", acting=staff.officer, given={"photo": photo})
    assert claimed == [([photo], f"case:{case}")]
    assert row(case).uploads == [photo]
