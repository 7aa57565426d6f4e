"""Sessions end after an idle time and say so; passwords are long."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.testing import make_organisation, make_staff

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600


class Clock:
    """The time, which a test moves on."""

    now = 0.0

    def passes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch) -> Clock:
    moved = Clock()
    present, moment = time.time, timezone.now
    monkeypatch.setattr(time, "time", lambda: present() + moved.now)
    monkeypatch.setattr(timezone, "now", lambda: moment() + timezone.timedelta(seconds=moved.now))
    return moved


@pytest.fixture
def ann(clock) -> Client:
    return sign_in(Client(), make_person(email="ann@example.org"), strong=False)


@pytest.fixture
def officer(clock) -> Client:
    person = make_person(email="officer@example.org")
    make_staff(make_organisation("town"), person, "officer")
    return sign_in(Client(), person)


def open_(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


@pytest.mark.parametrize(("who", "minutes"), [("ann", 120), ("officer", 30)])
def test_a_session_ends_after_an_idle_time(who, minutes, clock, request):
    browser = request.getfixturevalue(who)
    clock.passes(minutes * MINUTE - 30)
    assert open_(browser)
    clock.passes(minutes * MINUTE - 30)
    assert open_(browser), "being used moves the end on"
    clock.passes(minutes * MINUTE + 30)
    assert not open_(browser)


@pytest.mark.parametrize("who", ["ann", "officer"])
def test_a_session_in_use_ends_after_some_hours(who, clock, request):
    browser = request.getfixturevalue(who)
    for _ in range(12 * 3 - 1):
        clock.passes(HOUR / 3)
        assert open_(browser)
    clock.passes(HOUR / 3 + 1)
    assert not open_(browser)


def test_an_ended_session_says_so_and_leads_back(ann, clock):
    clock.passes(3 * HOUR)
    answer = ann.get("/account/my-data/?page=2")
    page = ann.get(answer["Location"])
    assert "Your session has ended" in page.content.decode()
    assert 'value="/account/my-data/?page=2"' in page.content.decode()


def test_a_visitor_without_an_earlier_session_sees_no_such_words(clock):
    browser = Client()
    page = browser.get(browser.get("/account/my-data/")["Location"])
    assert "Your session has ended" not in page.content.decode()


def test_signing_in_again_forgets_that_a_session_ended(ann, clock):
    clock.passes(3 * HOUR)
    ann.get("/account/")
    assert ann.cookies["session_ended"].value == "1"
    sign_in(ann, make_person(email="ben@example.org"), strong=False).get("/account/")
    assert ann.cookies["session_ended"].value == ""


def writes(browser: Client) -> list[str]:
    with CaptureQueriesContext(connection) as statements:
        assert open_(browser)
    return [each["sql"] for each in statements if each["sql"].startswith("UPDATE")]


def test_a_session_is_written_at_most_once_a_minute(ann, clock):
    assert writes(ann) == []
    clock.passes(59)
    assert writes(ann) == []
    clock.passes(2)
    assert len(writes(ann)) == 1
    assert writes(ann) == []


def test_a_session_from_before_sessions_had_an_end_is_over(ann):
    row = Session.objects.get()
    store = ann.session
    del store["lifetime"]
    store.save()
    assert Session.objects.get().pk == row.pk
    assert not open_(ann)


def test_a_guest_keeps_their_session(clock):
    browser = Client()
    session = browser.session
    session["guest"] = "guest:1"
    session.save()
    clock.passes(5 * 24 * HOUR)
    assert browser.session["guest"] == "guest:1"


PASSWORDS = {
    "eleven char": False,
    "twelve chars": True,
    "a phrase of small words, without a number": True,
    "gwymon ar y traeth 🌊": True,
    "x9" * 64: True,
    "password1234": False,
    "qwerty123456": False,
    "123456789012": False,
    "x9" * 64 + "x": False,
}


@pytest.mark.parametrize("password", PASSWORDS, ids=lambda word: word[:20])
def test_passwords_are_long_and_not_common_and_otherwise_free(password):
    answer = Client().post("/account/signup/", {"email": "new@example.org", "password1": password})
    assert (answer.status_code == 302) is PASSWORDS[password]


def test_a_password_from_before_still_opens_the_account():
    person = make_person(email="ann@example.org")
    person.set_password("ten chars!")
    person.save()
    browser = Client()
    browser.post("/account/login/", {"login": person.email, "password": "ten chars!"})
    assert open_(browser)
