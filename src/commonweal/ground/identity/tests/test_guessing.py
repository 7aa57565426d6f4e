"""Guessing of passwords from many addresses is limited, and the owner can still sign in."""

import re
from datetime import UTC, datetime

import pytest
from allauth.account import app_settings
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail, signing
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from commonweal.ground.identity import guessing
from commonweal.ground.identity.testing import code_in_letter, make_person, sign_in
from commonweal.ground.identity.tests.test_account_pages import current_code
from commonweal.kernel.clock import standing_at
from commonweal.kernel.problems import TooMany
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


def ask(browser, door="login/code/", *, at, email="ann@example.org"):
    """Ask for a message at one of the doors, from an address."""
    form = {"email": email, "password1": SECRET} if door == "signup/" else {"email": email}
    return browser.post(f"/account/{door}", form, headers={"X-Forwarded-For": f"10.9.9.9, {at}"})


def use_up(door="login/code/", email="ann@example.org"):
    """Ask for more messages than strangers may have sent to an address, each from another network."""
    return [ask(Client(), door, at=f"203.0.113.{number}", email=email) for number in range(guessing.MESSAGES + 3)]


def test_the_owner_gets_a_code_where_they_signed_in_before_while_others_ask_for_codes_from_everywhere(ann):
    at_home = Client()
    tries(at_home, SECRET, at="198.51.100.7")
    at_home.post("/account/logout/")
    use_up()
    sent = letters_sent()
    assert sent == guessing.MESSAGES + 1, "nobody's mailbox is flooded, and one of them has the link"
    ask(at_home, at="198.51.100.7")
    assert letters_sent() == sent + 1


DOORS = ["login/code/", "password/reset/", "signup/"]


@pytest.mark.parametrize("door", DOORS)
def test_messages_that_a_stranger_may_cause_are_limited_for_an_address(ann, door):
    answers = use_up(door)
    assert {answer.status_code for answer in answers[: guessing.MESSAGES]} == {302}
    assert all("Too many messages" in answer.content.decode() for answer in answers[guessing.MESSAGES :])
    assert letters_sent() == guessing.MESSAGES + 1


def known_by_the_link(letters) -> Client:
    """A new browser in which the owner of the mailbox opens the link and presses the button."""
    (link,) = [
        found[1] for each in letters if (found := re.search(r"http://[^/]+(/account/this-browser/\S+)", each.body))
    ]
    browser = Client()
    assert "Go on in this browser" in browser.get(link).content.decode()
    assert guessing.COOKIE not in browser.cookies, "programs that look into mail open links"
    browser.post(link)
    return browser


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("has_account", [True, False])
def test_who_reads_the_mail_goes_on_in_a_new_browser_while_others_ask_from_everywhere(has_account, door):
    email = "owner@example.org"
    if has_account:
        make_person(email=email)
    use_up(door, email)
    sent = letters_sent()
    browser = known_by_the_link(mail.outbox)
    assert ask(browser, door, at="203.0.113.1", email=email).status_code == 302
    assert letters_sent() == sent + 1
    assert [each for each in mail.outbox if each.to != [email]] == []


def test_that_link_is_signed_and_good_for_a_day_and_for_its_own_address(ann, monkeypatch):
    use_up()
    letters_sent()
    browser = known_by_the_link(mail.outbox)
    ben = make_person(email="ben@example.org")
    use_up(email=ben.email)
    assert "Too many" in ask(browser, at="203.0.113.1", email=ben.email).content.decode()
    token = signing.dumps("x", salt=guessing.LINK)
    assert Client().get(f"/account/this-browser/{token}/").status_code == 200
    assert Client().post(f"/account/this-browser/{token[:-2]}xx/").status_code == 404
    forged = signing.dumps("x", salt=guessing.SALT)
    assert Client().post(f"/account/this-browser/{forged}/").status_code == 404
    later = signing.time.time() + guessing.LINK_LASTS + 60
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert Client().post(f"/account/this-browser/{token}/").status_code == 404


def test_signing_up_with_an_address_does_not_keep_its_owner_from_signing_up():
    for number in (1, 2):
        assert ask(Client(), "signup/", at=f"203.0.113.{number}", email="new@example.org").status_code == 302
    assert letters_sent() == 2


def test_the_library_counts_nothing_by_account_or_address_that_strangers_could_use_up():
    by_key = {action for action, rate in app_settings.RATE_LIMITS.items() if rate and "/key" in rate}
    # Telephone numbers are no way to sign in here.
    assert by_key == {"verify_phone"}


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


def test_somebody_signed_in_cannot_flood_a_mailbox_by_adding_its_address(ann):
    answers = []
    for number in range(guessing.MESSAGES + 2):
        cache.clear()  # the library's limit by account, of which anybody can make many
        adding = sign_in(Client(), make_person())
        form = {"email": "victim@example.org", "action_add": ""}
        answers.append(adding.post("/account/email/", form, headers={"X-Forwarded-For": f"203.0.113.{number}"}))
    assert "Too many messages" in answers[-1].content.decode()
    run_all()
    assert len([each for each in mail.outbox if each.to == ["victim@example.org"]]) == guessing.MESSAGES + 1


def test_nobody_floods_a_mailbox_by_signing_in_to_an_account_that_they_made_with_its_address():
    ask(Client(), "signup/", at="203.0.113.1", email="victim@example.org")
    for number in range(guessing.MESSAGES + 3):
        cache.clear()
        tries(Client(), SECRET, at=f"198.51.100.{number}", email="victim@example.org")
    assert letters_sent() <= guessing.MESSAGES + 1


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


def test_one_network_cannot_use_up_the_messages_of_an_address(rf):
    stranger, owner = (rf.post("/", headers={"X-Forwarded-For": at}) for at in ("203.0.113.1", "203.0.113.2"))
    for _ in range(5):
        guessing.count_code(stranger, "ann@example.org")
    with pytest.raises(TooMany):
        guessing.count_code(stranger, "ann@example.org")
    guessing.count_code(owner, "ann@example.org")


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
