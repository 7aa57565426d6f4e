"""What is seen of a case: by its applicant, and in the journal when staff look at it."""

import contextlib
from datetime import timedelta

import pytest
from django.db import transaction

from commonweal.blocks.cases import api
from commonweal.blocks.cases.testing import make_case
from commonweal.blocks.cases.tests.conftest import resident
from commonweal.kernel import clock, journal
from commonweal.kernel.clock import standing_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(council, ann, staff):
    case = make_case(council, ann).id
    api.take(case=case, acting=staff.officer)
    return case


def test_the_applicant_sees_no_notes_and_no_names_of_those_who_work(case, staff, ann):
    api.add_note(case=case, text="Difficult.", acting=staff.officer)
    seen = str(api.my_case(case, acting=resident(ann)))
    assert "Difficult" not in seen
    assert "Olwen" not in seen
    assert staff.officer.person not in str(api.my_case(case, acting=resident(ann)).history)


def readers(case):
    return [entry.actor for entry in journal.entries(object=f"case:{case}") if entry.type == "case.read"]


def test_reading_a_case_is_recorded_once_an_hour_for_each_reader(case, staff, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        api.case(case, acting=staff.officer)
        api.case(case, acting=staff.viewer)
    api.case(case, acting=staff.officer)
    assert sorted(readers(case)) == sorted([staff.officer.actor, staff.viewer.actor])
    api.case(case, acting=staff.second)
    assert readers(case)[0] == staff.second.actor
    with standing_at(clock.now() + timedelta(minutes=61)):
        api.case(case, acting=staff.officer)
    assert len(readers(case)) == 4


def test_a_reading_that_was_rolled_back_is_recorded_the_next_time(case, staff):
    with contextlib.suppress(ZeroDivisionError), transaction.atomic():
        api.case(case, acting=staff.officer)
        raise ZeroDivisionError
    assert readers(case) == []
    api.case(case, acting=staff.officer)
    assert readers(case) == [staff.officer.actor]


def test_a_case_in_the_history_of_its_applicant_tells_who_looked(case, staff, ann):
    api.case(case, acting=staff.viewer)
    assert any(
        entry.type == "case.read" and entry.actor == staff.viewer.actor for entry in journal.entries(subject=ann.ref)
    )
