"""Guessing of codes of the second step is limited, and the owner can still show theirs."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client

from commonweal.ground.identity.tests.strangers import SECRET, known_by_the_link, tries
from commonweal.ground.identity.tests.test_account_pages import current_code
from commonweal.kernel.worker import run_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("behind_a_proxy", "ann_has_a_password")]
APP = "JBSWY3DPEHPK3PXP"


def set_up_app(person):
    TOTP.activate(person, APP)


def second_step(client, code):
    return client.post("/account/2fa/authenticate/", {"code": code}).content.decode()


def test_who_knows_the_password_does_not_use_up_the_owners_tries_at_the_second_step(ann):
    at_home, elsewhere = Client(), Client()
    assert tries(at_home, SECRET, at="198.51.100.7")
    at_home.post("/account/logout/")
    set_up_app(ann)
    tries(elsewhere, SECRET, at="203.0.113.9")
    answers = [second_step(elsewhere, "000000") for _ in range(11)]
    assert ["Too many tries" in answer for answer in answers] == [False] * 10 + [True]
    second_step(elsewhere, current_code(APP))
    assert "_auth_user_id" not in elsewhere.session, "a guess that is right is refused, too"
    tries(at_home, SECRET, at="198.51.100.7")
    second_step(at_home, current_code(APP))
    assert at_home.session["_auth_user_id"] == str(ann.pk)


def test_a_right_code_is_not_counted(ann):
    set_up_app(ann)
    first, second = Client(), Client()
    for browser in (first, second):
        tries(browser, SECRET, at="203.0.113.9")
    for _ in range(9):
        second_step(first, "000000")
    second_step(first, current_code(APP))
    assert first.session["_auth_user_id"] == str(ann.pk)
    assert ["Too many tries" in second_step(second, "000000") for _ in range(2)] == [False, True]


def test_the_owner_is_told_of_tries_at_the_second_step_and_goes_on_in_a_new_browser_by_the_link(ann):
    set_up_app(ann)
    stranger = Client()
    tries(stranger, SECRET, at="203.0.113.9")
    for _ in range(13):
        second_step(stranger, "000000")
    run_all()
    (letter,) = mail.outbox
    assert letter.to == [ann.email]
    assert "choose another password soon" in letter.body
    browser = known_by_the_link([letter])
    tries(browser, SECRET, at="192.0.2.1")
    second_step(browser, current_code(APP))
    assert browser.session["_auth_user_id"] == str(ann.pk)


def test_a_known_browser_has_a_limit_of_tries_at_the_second_step_as_well_wherever_it_is_asked_for(ann):
    at_home = Client()
    assert tries(at_home, SECRET, at="198.51.100.7")
    set_up_app(ann)
    for _ in range(5):
        at_home.post("/account/2fa/reauthenticate/", {"code": "000000"})
    at_home.post("/account/logout/")
    assert not tries(at_home, SECRET, at="198.51.100.7"), "a second step is asked for now"
    refused = ["Too many tries" in second_step(at_home, "000000") for _ in range(6)]
    assert refused == [False] * 5 + [True]
