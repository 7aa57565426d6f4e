"""Guessing of passwords from many addresses is limited, and the owner can still sign in."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from commonweal.ground.identity import guessing
from commonweal.ground.identity.testing import code_in_letter, make_person
from commonweal.kernel.clock import standing_at
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db
SECRET = "correct horse battery"


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings):
    """Time stands still, so that no window of a limit ends within a test."""
    cache.clear()
    settings.TRUSTED_PROXIES = 1
    with standing_at(datetime(2026, 5, 3, 10, tzinfo=UTC)):
        yield


@pytest.fixture
def ann():
    person = make_person(email="ann@example.org")
    person.set_password(SECRET)
    person.save()
    return person


def tries(client, password, *, at, email="ann@example.org"):
    """One try at signing in from an address; whether it signed in."""
    form = {"login": email, "password": password}
    client.post("/account/login/", form, headers={"X-Forwarded-For": f"10.9.9.9, {at}"})
    return "_auth_user_id" in client.session


def besiege(email="ann@example.org"):
    """Wrong tries from more addresses than the account as a whole allows."""
    for number in range(60):
        assert not tries(Client(), "wrong", at=f"203.0.113.{number}", email=email)


def test_the_owner_signs_in_where_they_did_before_while_others_guess_from_everywhere(ann):
    at_home = Client()
    assert tries(at_home, SECRET, at="198.51.100.7")
    at_home.post("/account/logout/")
    besiege()
    assert not tries(Client(), SECRET, at="192.0.2.1"), "a guess that is right is refused, too"
    assert tries(at_home, SECRET, at="192.0.2.2"), "wherever the owner's browser is"


def letters_sent() -> int:
    run_all()
    return len(mail.outbox)


def test_the_owner_signs_in_with_a_code_while_others_guess_from_everywhere(ann):
    besiege()
    new = Client()
    new.post("/account/login/code/", {"email": ann.email}, headers={"X-Forwarded-For": "192.0.2.3"})
    code = code_in_letter()
    new.post("/account/login/code/confirm/", {"code": code}, headers={"X-Forwarded-For": "192.0.2.3"})
    assert new.session["_auth_user_id"] == str(ann.pk)


def test_the_owner_gets_a_code_where_they_signed_in_before_while_others_ask_for_codes_from_everywhere(ann):
    at_home = Client()
    tries(at_home, SECRET, at="198.51.100.7")
    at_home.post("/account/logout/")
    for number in range(40):
        Client().post("/account/login/code/", {"email": ann.email}, headers={"X-Forwarded-For": f"203.0.113.{number}"})
    asked = letters_sent()
    assert asked <= 30, "nobody's mailbox is flooded"
    at_home.post("/account/login/code/", {"email": ann.email})
    assert letters_sent() == asked + 1


@pytest.mark.parametrize("door", ["login/code/", "password/reset/", "signup/"])
def test_messages_that_a_stranger_may_cause_are_limited_for_an_address(ann, door):
    pages = [
        Client().post(f"/account/{door}", {"email": ann.email}, headers={"X-Forwarded-For": f"203.0.113.{number}"})
        for number in range(31)
    ]
    # Signing up again for the same address within seconds is refused before that.
    assert {page.status_code for page in pages[:30]} <= ({302, 429} if door == "signup/" else {302})
    assert "Too many tries" in pages[30].content.decode()
    assert 0 < letters_sent() <= 30


def test_the_neighbours_wrong_passwords_do_not_keep_others_of_the_address_out(ann):
    ben = make_person(email="ben@example.org")
    ben.set_password(SECRET)
    ben.save()
    for _ in range(12):
        tries(Client(), "wrong", at="203.0.113.1")
    assert not tries(Client(), SECRET, at="203.0.113.1"), "of this account, ten are enough"
    assert tries(Client(), SECRET, at="203.0.113.2"), "another address has tries of its own"
    assert tries(Client(), SECRET, at="203.0.113.1", email=ben.email), "and another account, too"


def test_one_household_cannot_go_on_with_the_addresses_of_its_ipv6_network(ann):
    for number in range(12):
        tries(Client(), "wrong", at=f"2001:db8:1:2::{number:x}")
    assert not tries(Client(), SECRET, at="2001:db8:1:2:ffff::1")
    assert tries(Client(), SECRET, at="2001:db8:1:3::1")


def test_right_passwords_are_not_counted(ann):
    for _ in range(15):
        assert tries(Client(), SECRET, at="203.0.113.1")


def test_a_known_browser_has_a_limit_of_tries_as_well(ann):
    at_home = Client()
    tries(at_home, SECRET, at="198.51.100.7")
    at_home.post("/account/logout/")
    for _ in range(10):
        assert not tries(at_home, "wrong", at="198.51.100.7")
    assert not tries(at_home, SECRET, at="198.51.100.7")


def test_a_browser_is_known_for_the_people_who_signed_in_there_and_a_forged_cookie_is_not(ann):
    besiege()
    ben = make_person(email="ben@example.org")
    ben.set_password(SECRET)
    ben.save()
    of_ben = Client()
    assert tries(of_ben, SECRET, at="198.51.100.7", email=ben.email)
    of_ben.post("/account/logout/")
    assert not tries(of_ben, SECRET, at="198.51.100.7")
    forger = Client()
    forger.cookies[guessing.COOKIE] = of_ben.cookies[guessing.COOKIE].value[:-2] + "xx"
    assert not tries(forger, SECRET, at="198.51.100.7")


def test_the_cookie_of_a_known_browser_holds_no_address_and_is_not_readable_by_scripts(ann):
    client = Client()
    tries(client, SECRET, at="198.51.100.7")
    cookie = client.cookies[guessing.COOKIE]
    assert "ann" not in cookie.value
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
