"""Asking the applicant, what that does to the clock, and letters both ways."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from commonweal.blocks.cases import api
from commonweal.blocks.cases.models import CaseClock
from commonweal.blocks.cases.tests.conftest import MONDAY, key_of, resident, row
from commonweal.kernel import journal
from commonweal.kernel.acting import STRANGER
from commonweal.kernel.clock import standing_at
from commonweal.kernel.problems import Conflict, Invalid

pytestmark = pytest.mark.django_db


def test_asking_for_information_stops_the_clock_until_it_is_answered(case, staff, ann):
    before = row(case).due_at
    with standing_at(MONDAY + timedelta(days=1)):
        task = api.request_information(case=case, question="Which fridge?", acting=staff.officer)
    assert (row(case).waiting, row(case).due_at) == (True, None)
    with standing_at(MONDAY + timedelta(days=3)):
        api.answer_request(task=task, text="The old one.", acting=resident(ann))
    assert not row(case).waiting
    # The second and third of June did not count; the fourth does, for the clock runs when it ends.
    assert row(case).due_at == before + timedelta(days=2)


def test_the_clock_stands_until_every_question_is_answered(case, staff, ann):
    with standing_at(MONDAY + timedelta(days=1)):
        first = api.request_information(case=case, question="Which?", acting=staff.officer)
        api.request_information(case=case, question="Where?", acting=staff.officer)
        api.answer_request(task=first, text="The old one.", acting=resident(ann))
    assert row(case).waiting
    assert row(case).due_at is None


def test_the_applicant_reads_the_question_and_staff_the_answer(case, staff, ann):
    task = api.request_information(case=case, question="Which fridge?", acting=staff.officer)
    assert api.my_tasks(acting=resident(ann))[0].question == "Which fridge?"
    api.answer_request(task=task, text="The old one.", acting=resident(ann))
    assert api.case(case, acting=staff.officer).letters[0].text == "The old one."
    assert api.my_tasks(acting=resident(ann)) == []


def test_a_question_is_answered_once(case, staff, ann):
    task = api.request_information(case=case, question="Which fridge?", acting=staff.officer)
    api.answer_request(task=task, text="The old one.", acting=resident(ann))
    with pytest.raises(Conflict):
        api.answer_request(task=task, text="No, the new one.", acting=resident(ann))


def test_staff_note_what_the_applicant_said_on_the_telephone(case, staff):
    task = api.request_information(case=case, question="Which fridge?", acting=staff.officer)
    api.answer_request(task=task, text="She says: the old one.", acting=staff.agent)
    assert not row(case).waiting


@pytest.mark.parametrize("due", [datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)])
def test_a_question_cannot_be_due_in_the_past_or_after_a_year(case, staff, due):
    with pytest.raises(Invalid) as refused:
        api.request_information(case=case, question="Which?", due=due, acting=staff.officer)
    assert "due" in refused.value.fields


def test_a_state_that_pauses_the_clock_does_so(case, staff):
    with standing_at(MONDAY + timedelta(days=1)):
        api.transition(case=case, transition="arrange", acting=staff.officer)
    clock = CaseClock.objects.get(case=case)
    assert (clock.running_since, clock.due_at, row(case).due_at) == (None, None, None)
    with standing_at(MONDAY + timedelta(days=2)):
        api.transition(case=case, transition="visit", acting=staff.crew, given={"seen": True})
    assert row(case).due_at is not None


def test_letters_go_both_ways_and_tell_when_they_were_read(case, staff, ann):
    api.write_to_applicant(case=case, subject="Hello", text="When are you in?", acting=staff.officer)
    api.write_to_staff(case=case, text="At noon.", acting=resident(ann))
    assert api.read_correspondence(case=case, acting=resident(ann)) == 1
    assert api.read_correspondence(case=case, acting=resident(ann)) == 0
    sent, received = api.case(case, acting=staff.officer).letters
    assert (sent.read_at is not None, received.read_at) == (True, None)


def test_a_file_sent_with_a_letter_is_opened_by_who_reads_the_case_and_by_its_applicant(case, staff, council, ann):
    sent, received = str(uuid4()), str(uuid4())
    api.write_to_applicant(case=case, text="See this", acting=staff.officer, attachments=[sent])
    api.write_to_staff(case=case, text="And this", acting=resident(ann), attachments=[received])
    readers = [staff.officer, staff.agent, staff.viewer, staff.crew, key_of(council, "cases:read")]
    for acting in readers:
        assert all(api.may_read_file(case, upload, acting=acting) for upload in (sent, received))
    for acting in (staff.editor, staff.elsewhere, key_of(council, "forms:read"), STRANGER):
        assert not any(api.may_read_file(case, upload, acting=acting) for upload in (sent, received))
    # What the applicant sent is theirs already; who sent it is asked elsewhere.
    assert [api.may_read_file(case, upload, acting=resident(ann)) for upload in (sent, received)] == [True, False]
    read = [entry for entry in journal.entries(object=f"case:{case}") if entry.type == "case.read"]
    assert {entry.actor for entry in read} == {acting.actor for acting in readers}


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001, "a\x00b"])
def test_letters_without_words_or_with_too_many_are_refused(case, staff, text):
    with pytest.raises(Invalid) as refused:
        api.write_to_applicant(case=case, text=text, acting=staff.officer)
    assert "text" in refused.value.fields
