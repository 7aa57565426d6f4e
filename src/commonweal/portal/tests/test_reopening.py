"""A closed application is reopened by its applicant, on its page, where the service lets them and as long as it does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.testing import define_cases
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM

pytestmark = pytest.mark.django_db
WORKED = {
    "states": ["received", "again", {"key": "done", "final": True}],
    "start": "received",
    "transitions": {"close": {"from": ["received", "again"], "to": "done", "by": "role:officer"}},
    "reopen": {"to": "again", "by": ["applicant"], "within": "2 months"},
}
WHY = {"reason": "The bin is\nstill here."}


@pytest.fixture
def worked(sent, client, ann):
    """A function that makes the service one with other rules of reopening, and gives the id of the application."""

    def work(**reopen):
        rules = {**WORKED, "reopen": {**WORKED["reopen"], **reopen}}
        define_cases(lambda version: rules)
        return sent.case.removeprefix("case:")

    client.force_login(ann)
    return work


def close(case):
    cases.transition(case=case, transition="close", acting=SYSTEM)
    return case


def address(case):
    return reverse("portal:reopen", args=[case])


def page_of(client, case):
    return client.get(reverse("portal:case", args=[case])).content.decode()


def state(case):
    return cases.case(case, acting=SYSTEM).card.state


def test_it_is_offered_for_a_closed_application_until_the_day_that_the_service_says(worked, client):
    case = worked()
    assert address(case) not in page_of(client, case)
    close(case)
    page = page_of(client, case)
    assert address(case) in page
    assert "You can do this until" in page
    assert "You can do this until" not in page_of(client, worked(within=None))


@pytest.mark.parametrize("reopen", [{"by": ["role:officer"]}, {"within": "1 day"}])
def test_it_is_not_offered_to_those_who_may_not_or_are_late(worked, client, reopen):
    case = close(worked(**reopen))
    with clock.standing_at(clock.now() + timedelta(days=3)):
        assert address(case) not in page_of(client, case)
        for answer in (client.get(address(case)), client.post(address(case), WHY)):
            assert answer.status_code == 404
    assert state(case) == "done"


def test_it_asks_why_first_and_staff_read_it(worked, client):
    case = close(worked())
    assert "Why should it be reopened?" in client.get(address(case)).content.decode()
    assert state(case) == "done"
    answer = client.post(address(case), WHY, follow=True)
    assert "Your application is open again" in answer.content.decode()
    assert state(case) == "again"
    assert [note.text for note in cases.case(case, acting=SYSTEM).notes] == [WHY["reason"]]
    assert client.post(address(case), WHY).status_code == 404  # it is open already


@pytest.mark.parametrize(("reason", "told"), [("  ", "Say why"), ("x" * 20_001, "characters or fewer")])
def test_a_reason_that_cannot_be_taken_is_complained_about_at_its_place(worked, client, reason, told):
    case = close(worked())
    answer = client.post(address(case), {"reason": reason})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'href="#reopen-reason"' in answer.content.decode()
    assert state(case) == "done"


def test_it_is_said_in_welsh(worked, client):
    case = close(worked())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "cy"
    assert "Ailagor y cais hwn" in page_of(client, case)
    assert "Pam y dylid ei ailagor?" in client.get(address(case)).content.decode()


def test_nobody_else_reopens_it(worked, client, ann):
    case = close(worked())
    client.logout()
    assert client.post(address(case), WHY).status_code != 200
    other = type(ann).objects.create_user(email="bob@example.org", password="a long password")
    client.force_login(other)
    assert client.post(address(case), WHY).status_code == 404
    assert state(case) == "done"
