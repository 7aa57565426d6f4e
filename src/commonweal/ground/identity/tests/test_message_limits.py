"""Messages with a code or a link are limited for an address, and who reads its mail can still go on."""

import pytest
from allauth.account import app_settings
from django.core import mail, signing
from django.core.cache import cache
from django.test import Client

from commonweal.ground.identity.signing_in import guessing
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.identity.tests.strangers import SECRET, ask, known_by_the_link, letters_sent, tries, use_up
from commonweal.kernel.problems import TooMany
from commonweal.kernel.worker import run_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("behind_a_proxy", "ann_has_a_password")]
DOORS = ["login/code/", "password/reset/", "signup/"]


def test_the_owner_gets_a_code_where_they_signed_in_before_while_others_ask_for_codes_from_everywhere(ann):
    at_home = Client()
    tries(at_home, SECRET, at="198.51.100.7")
    at_home.post("/account/logout/")
    use_up()
    sent = letters_sent()
    assert sent == guessing.MESSAGES + 1, "nobody's mailbox is flooded, and one of them has the link"
    ask(at_home, at="198.51.100.7")
    assert letters_sent() == sent + 1


@pytest.mark.parametrize("door", DOORS)
def test_messages_that_a_stranger_may_cause_are_limited_for_an_address(ann, door):
    answers = use_up(door)
    assert {answer.status_code for answer in answers[: guessing.MESSAGES]} == {302}
    assert all("Too many messages" in answer.content.decode() for answer in answers[guessing.MESSAGES :])
    assert letters_sent() == guessing.MESSAGES + 1


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


def test_one_network_cannot_use_up_the_messages_of_an_address(rf):
    stranger, owner = (rf.post("/", headers={"X-Forwarded-For": at}) for at in ("203.0.113.1", "203.0.113.2"))
    for _ in range(5):
        guessing.count_code(stranger, "ann@example.org")
    with pytest.raises(TooMany):
        guessing.count_code(stranger, "ann@example.org")
    guessing.count_code(owner, "ann@example.org")
