"""Guessing of passwords from many addresses is limited, and the owner can still sign in."""

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.http import HttpResponse
from django.test import Client

from commonweal.ground.identity.signing_in import guessing
from commonweal.ground.identity.testing import code_in_letter, make_person
from commonweal.ground.identity.tests.strangers import SECRET, besiege, tries
from commonweal.kernel.problems import TooMany

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("behind_a_proxy", "ann_has_a_password")]


def test_the_owner_signs_in_where_they_did_before_while_others_guess_from_everywhere(ann):
    at_home = Client()
    assert tries(at_home, SECRET, at="198.51.100.7")
    at_home.post("/account/logout/")
    besiege()
    assert not tries(Client(), SECRET, at="192.0.2.1"), "a guess that is right is refused, too"
    assert tries(at_home, SECRET, at="192.0.2.2"), "wherever the owner's browser is"


def test_the_owner_signs_in_with_a_code_while_others_guess_from_everywhere(ann):
    besiege()
    new = Client()
    new.post("/account/login/code/", {"email": ann.email}, headers={"X-Forwarded-For": "192.0.2.3"})
    code = code_in_letter()
    new.post("/account/login/code/confirm/", {"code": code}, headers={"X-Forwarded-For": "192.0.2.3"})
    assert new.session["_auth_user_id"] == str(ann.pk)


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


def test_one_network_cannot_try_a_few_passwords_on_each_of_many_accounts(rf):
    guesser, other = (rf.post("/", headers={"X-Forwarded-For": at}) for at in ("203.0.113.1", "203.0.113.2"))
    for number in range(300):
        guessing.count_password(guesser, f"{number}@example.org")
    with pytest.raises(TooMany):
        guessing.count_password(guesser, "ann@example.org")
    guessing.count_password(other, "ann@example.org")


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


def test_an_address_that_is_not_proven_makes_no_browser_known(ann, rf):
    """Else somebody who adds a stranger's address to their account would have tries of their own at the stranger's."""
    EmailAddress.objects.create(user=ann, email="proven@example.org", verified=True)
    EmailAddress.objects.create(user=ann, email="stranger@example.org", verified=False)
    request, response = rf.get("/"), HttpResponse()
    guessing.remember_person(request, response, ann)
    _word, kept = signing.loads(response.cookies[guessing.COOKIE].value, salt=guessing.SALT)
    assert set(kept) == {guessing._hashed(email) for email in (ann.email, "proven@example.org")}


def test_a_browser_remembers_the_last_addresses_alone_so_that_its_cookie_stays_small(rf):
    request, owners = rf.get("/"), [f"owner {number}" for number in range(guessing.REMEMBERED + 5)]
    for owner in owners:
        response = HttpResponse()
        guessing.remember_addresses(request, response, [owner])
        request.COOKIES[guessing.COOKIE] = response.cookies[guessing.COOKIE].value
    _word, kept = signing.loads(request.COOKIES[guessing.COOKIE], salt=guessing.SALT)
    assert kept == owners[-guessing.REMEMBERED :]


def test_the_cookie_of_a_known_browser_holds_no_address_and_is_not_readable_by_scripts(ann):
    client = Client()
    tries(client, SECRET, at="198.51.100.7")
    cookie = client.cookies[guessing.COOKIE]
    assert "ann" not in cookie.value
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
