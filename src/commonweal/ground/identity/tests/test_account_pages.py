"""The account library's pages: in our look, under the strict policy, and what they journal."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from commonweal.ground.identity.models import Person
from commonweal.ground.identity.testing import code_in_letter, make_person, newest_letter, sign_in
from commonweal.kernel import clock, journal
from commonweal.kernel.clock import standing_at
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db

ENTRANCE = ["login/", "signup/", "login/code/", "password/reset/"]
MANAGE = [
    "email/",
    "password/set/",
    "logout/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/add/",
    "2fa/webauthn/",
    "sessions/",
]


@pytest.fixture(autouse=True)
def fresh_limits():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def ann():
    return make_person("Ann Example", email="ann@example.org")


@pytest.fixture
def browser():
    return Client()


def looks_like_ours(page: str) -> None:
    assert '<main id="main"' in page
    assert "vendor/look.css" in page
    assert page.count("<h1") == 1
    assert " style=" not in page
    inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", page)
    assert not inline, "the policy would refuse this script"


@pytest.mark.parametrize("path", ENTRANCE)
def test_an_entrance_is_in_our_look(browser, path):
    response = browser.get(f"/account/{path}")
    assert response.status_code == 200
    looks_like_ours(response.content.decode())


@pytest.mark.parametrize("path", MANAGE)
def test_a_page_of_the_account_is_in_our_look(browser, ann, path):
    response = sign_in(browser, ann, strong=False).get(f"/account/{path}", follow=True)
    assert response.status_code == 200
    looks_like_ours(response.content.decode())


def test_one_signs_in_with_a_code_by_email(browser, ann):
    browser.post("/account/login/code/", {"email": ann.email})
    looks_like_ours(browser.get("/account/login/code/confirm/").content.decode())
    browser.post("/account/login/code/confirm/", {"code": code_in_letter()})
    assert browser.session["_auth_user_id"] == str(ann.pk)
    assert journal.entries(types=["identity.signed_in"])[0].facts["method"] == "code"


def test_one_signs_up_with_an_email_address_alone(browser):
    browser.post("/account/signup/", {"email": "new@example.org"})
    looks_like_ours(browser.get("/account/confirm-email/").content.decode())
    browser.post("/account/confirm-email/", {"code": code_in_letter()})
    person = Person.objects.get(email="new@example.org")
    assert browser.session["_auth_user_id"] == str(person.pk)
    assert journal.entries(types=["identity.registered"], subject=person.ref)


def test_a_wrong_password_says_so_and_keeps_the_address(browser, ann):
    page = browser.post("/account/login/", {"login": ann.email, "password": "wrong"}).content.decode()
    assert "govuk-error-summary" in page
    assert "<title>Error: " in page
    assert ann.email in page


def test_signing_up_does_not_tell_whether_an_address_is_known(browser, ann):
    known = browser.post("/account/signup/", {"email": ann.email})
    unknown = Client().post("/account/signup/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_asking_for_codes_is_limited(browser, ann):
    for _ in range(30):
        Client().post("/account/login/code/", {"email": ann.email})
    run_all()
    links = [message for message in mail.outbox if "/account/this-browser/" in message.body]
    assert 0 < len(mail.outbox) - len(links) <= 5
    assert len(links) == 1


def test_after_too_many_wrong_passwords_even_the_right_one_is_refused(browser, ann):
    ann.set_password("correct horse battery")
    ann.save()
    for _ in range(20):
        browser.post("/account/login/", {"login": ann.email, "password": "wrong"})
    browser.post("/account/login/", {"login": ann.email, "password": "correct horse battery"})
    assert "_auth_user_id" not in browser.session


def current_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.django_db(transaction=True)
def test_an_authenticator_app_is_set_up_and_its_secret_is_not_readable_in_the_database(browser, ann):
    sign_in(browser, ann, strong=False)
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    assert "<svg" in page
    assert "data:image" not in page
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)[1]
    # On a phone nobody can scan its own screen.
    assert re.search(rf'<a href="otpauth://totp/[^"]+secret={secret}', page)
    browser.post("/account/2fa/totp/activate/", {"code": current_code(secret)})
    row = Authenticator.objects.get(user=ann, type="totp")
    assert secret not in str(row.data)
    assert any(entry.facts["what"] == "totp" for entry in journal.entries(types=["identity.sign_in_changed"]))


def test_a_session_that_shows_the_app_is_strong(browser, ann, settings):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(ann, secret)
    browser.post("/account/login/code/", {"email": ann.email})
    browser.post("/account/login/code/confirm/", {"code": code_in_letter()})
    looks_like_ours(browser.get("/account/2fa/authenticate/").content.decode())
    assert "_auth_user_id" not in browser.session
    browser.post("/account/2fa/authenticate/", {"code": current_code(secret)})
    assert browser.session["_auth_user_id"] == str(ann.pk)
    assert browser.get("/account/second-step/")["Location"] == settings.LOGIN_REDIRECT_URL


def test_a_letter_waits_for_a_mail_server_that_is_away(browser, ann, settings):
    before, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert browser.post("/account/login/code/", {"email": ann.email}).status_code == 302
    run_all()
    settings.EMAIL_BACKEND = before
    with standing_at(clock.now() + timedelta(minutes=1)):
        assert newest_letter().to == [ann.email]


def test_a_letter_is_not_readable_in_the_queue(browser, ann):
    browser.post("/account/login/code/", {"email": ann.email})
    [queued] = DBTaskResult.objects.filter(task_path__endswith="send_letter")
    assert ann.email not in str(queued.args_kwargs)
    assert code_in_letter() not in str(queued.args_kwargs)


def test_the_policy_of_every_page_refuses_inline_scripts_and_styles(browser):
    policy = browser.get("/account/login/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


def test_signing_in_with_a_code_is_in_the_language_of_the_page_from_the_form_to_the_email(browser, ann):
    browser.cookies["language"] = "cy"
    browser.post("/account/login/code/", {"email": ann.email})
    sent = newest_letter()
    assert "Cod mewngofnodi" in sent.subject
    assert "Mae eich cod mewngofnodi isod." in sent.body
    assert "sign-in" not in sent.body
    page = browser.get("/account/login/code/confirm/").content.decode()
    assert "Rhowch y cod mewngofnodi" in page
    assert "We've sent a code" not in page
    browser.post("/account/login/code/confirm/", {"code": code_in_letter()})
    assert browser.session["_auth_user_id"] == str(ann.pk)


@pytest.mark.parametrize("path", MANAGE)
def test_a_page_of_the_account_has_no_english_in_welsh(browser, ann, path):
    signed_in = sign_in(browser, ann, strong=False)
    signed_in.cookies["language"] = "cy"
    page = signed_in.get(f"/account/{path}", follow=True).content.decode()
    main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    assert not re.search(r"\b(the|your|you|are|with|this|and)\b", main, re.IGNORECASE), main


CHANGES = ["2fa/webauthn/add/", "2fa/totp/deactivate/", "2fa/recovery-codes/generate/"]


@pytest.mark.parametrize("path", CHANGES)
def test_a_second_factor_is_added_or_removed_by_showing_one_and_not_by_the_password(browser, ann, path):
    ann.set_password("correct horse battery")
    ann.save()
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(ann, secret)
    sign_in(browser, ann, strong=False)
    asked = browser.get(f"/account/{path}")
    assert asked["Location"].startswith("/account/2fa/reauthenticate/")
    by_password = browser.post("/account/reauthenticate/", {"password": "correct horse battery"})
    assert by_password["Location"].startswith("/account/2fa/reauthenticate/")
    assert browser.get(f"/account/{path}").status_code == 302
    browser.post("/account/2fa/reauthenticate/", {"code": current_code(secret)})
    assert browser.get(f"/account/{path}").status_code == 200


def test_showing_the_app_again_makes_the_second_factor_fresh_and_leads_back(browser, ann, settings):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(ann, secret)
    sign_in(browser, ann, strong=False)
    asked = "/account/second-step/?fresh=yes&next=%2Faccount%2Fmy-data%2F"
    show = re.search(r'class="cw-button" href="([^"]+)"', browser.get(asked).content.decode())[1]
    step = browser.get(show.replace("&amp;", "&"))
    back = browser.post(step["Location"], {"code": current_code(secret)})["Location"]
    assert browser.get(back)["Location"] == "/account/my-data/"


def test_a_recovery_code_counts_as_the_second_factor(browser, ann):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(ann, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(ann).get_unused_codes()
    sign_in(browser, ann, strong=False)
    browser.post("/account/2fa/reauthenticate/", {"code": codes[0]})
    assert browser.get("/account/second-step/?fresh=yes&next=/account/my-data/")["Location"] == "/account/my-data/"


def test_the_page_of_recovery_codes_says_what_they_are_for(browser, ann, settings):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = False
    TOTP.activate(ann, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(ann).get_unused_codes()
    sign_in(browser, ann)
    page = browser.get("/account/2fa/recovery-codes/").content.decode()
    assert "Each of these codes lets you in once when you have lost your phone or key." in page
    assert "\n".join(codes) in page


def test_each_rule_for_passwords_is_shown_before_one_is_chosen(client):
    rules = password_validators_help_texts()
    assert all(rules)
    assert len(rules) == len(settings.AUTH_PASSWORD_VALIDATORS)
    page = client.get("/account/signup/").content.decode()
    assert "<li></li>" not in page
    assert "at least 12 characters" in page
