"""Requirements of the verification standard that no other test shows (docs/asvs.md names these tests)."""

import re
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from tests.isolation.doors import description, operations
from tests.security.test_requests import addresses

from commonweal.ground.identity.testing import code_in_letter, make_person, newest_letter
from commonweal.site.settings.security import PASSWORD_HASHERS

REPOSITORY = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db
SECRET, OTHER = "a long secret word", "quite another secret word"
APP = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def ann():
    person = make_person("Ann Example", email="ann@example.org")
    person.set_password(SECRET)
    person.save()
    return person


def signs_in(person, secret: str = SECRET) -> Client:
    browser = Client()
    browser.post("/account/login/", {"login": person.email, "password": secret})
    return browser


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def code_of_the_app() -> str:
    return format_hotp_value(hotp_value(APP, next(yield_hotp_counters_from_time())))


def test_passwords_are_kept_as_salted_argon2_hashes(settings):
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    one, other = make_password(SECRET), make_password(SECRET)
    assert one != other
    assert identify_hasher(one).algorithm == "argon2"
    assert check_password(SECRET, other)


def test_a_password_is_never_cut_short(ann):
    ann.set_password("x9" * 64)
    ann.save()
    assert not is_in(signs_in(ann, "x9" * 63))
    assert is_in(signs_in(ann, "x9" * 64))


def test_changing_a_password_takes_the_old_one_and_notifies_the_owner(ann):
    browser = signs_in(ann)
    new = {"password1": OTHER, "password2": OTHER}
    browser.post("/account/password/change/", {"oldpassword": "a wrong guess here", **new})
    assert not is_in(signs_in(ann, OTHER))
    mail.outbox.clear()
    browser.post("/account/password/change/", {"oldpassword": SECRET, **new})
    assert is_in(signs_in(ann, OTHER))
    letter = newest_letter()
    assert letter.to == [ann.email]
    assert OTHER not in letter.body


def test_a_code_of_the_app_opens_once(ann):
    TOTP.activate(ann, APP)
    code = code_of_the_app()
    first, second = signs_in(ann), signs_in(ann)
    first.post("/account/2fa/authenticate/", {"code": code})
    second.post("/account/2fa/authenticate/", {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_opens_once(ann):
    TOTP.activate(ann, APP)
    code = RecoveryCodes.activate(ann).get_unused_codes()[0]
    first, second = signs_in(ann), signs_in(ann)
    first.post("/account/2fa/authenticate/", {"code": code})
    second.post("/account/2fa/authenticate/", {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


@pytest.mark.parametrize(("minutes", "opens"), [(4, True), (6, False)])
def test_a_code_by_email_opens_once_and_for_five_minutes(ann, monkeypatch, minutes, opens):
    browser, later = Client(), time.time() + minutes * 60
    browser.post("/account/login/code/", {"email": ann.email})
    code = code_in_letter()
    elsewhere = Client()
    elsewhere.post("/account/login/code/confirm/", {"code": code})
    assert not is_in(elsewhere), "a code is good for the browser that asked for it"
    monkeypatch.setattr(time, "time", lambda: later)
    browser.post("/account/login/code/confirm/", {"code": code})
    assert is_in(browser) is opens
    browser.post("/account/logout/")
    browser.post("/account/login/code/confirm/", {"code": code})
    assert not is_in(browser)


@pytest.mark.parametrize(("seconds", "opens"), [(0, True), (660, False)])
def test_a_link_to_a_new_password_opens_for_ten_minutes(ann, monkeypatch, seconds, opens):
    Client().post("/account/password/reset/", {"email": ann.email})
    link = re.search(r"https?://[^/\s]+(/\S+)", newest_letter().body)[1]
    now = PasswordResetTokenGenerator._now
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda each: now(each) + timedelta(seconds=seconds))
    page = Client().get(link, follow=True)
    assert (b'name="password1"' in page.content) is opens


def test_a_failed_sign_in_leaves_a_line_without_what_was_typed(ann):
    with structlog.testing.capture_logs() as lines:
        signs_in(ann, "a wrong guess here")
    [line] = [each for each in lines if each["event"] == "sign_in_failed"]
    assert (line["door"], line["network"]) == ("account_login", "127.0.0.1")
    assert ann.email not in str(lines)
    assert "wrong guess" not in str(lines)


def test_a_wrong_second_factor_leaves_a_line_and_a_right_one_none(ann):
    TOTP.activate(ann, APP)
    browser = signs_in(ann)
    with structlog.testing.capture_logs() as lines:
        browser.post("/account/2fa/authenticate/", {"code": "000000"})
    assert [each["door"] for each in lines if each["event"] == "sign_in_failed"] == ["mfa_authenticate"]
    with structlog.testing.capture_logs() as lines:
        browser.post("/account/2fa/authenticate/", {"code": code_of_the_app()})
    assert [each for each in lines if each["event"] == "sign_in_failed"] == []


def test_a_refusal_leaves_a_log_line_on_pages_and_in_the_api(world):
    resident = world.who["ann"]
    pages = list(addresses(world.arguments).values())
    calls = [path.format(**world.arguments) for method, path in operations() if method == "POST"]
    with structlog.testing.capture_logs() as lines:
        refused = [path for path in pages if resident.get(path).status_code == 403]
        refused += [
            path for path in calls if resident.post(path, "{}", content_type="application/json").status_code == 403
        ]
    found = [each for each in lines if each["event"] == "refused" and each["why"] == "not-allowed"]
    assert [each["path"] for each in found] == refused
    assert any(path.startswith("/api/") for path in refused)
    assert any(path.startswith("/desk/") for path in refused)
    assert all(each["by"].startswith("person:") for each in found)


@pytest.mark.parametrize(("who", "page"), [("stale", "/organisations/town/keys/"), ("weak", "/desk/cases/many")])
def test_a_refusal_that_leads_to_the_second_step_leaves_a_line_as_well(world, who, page):
    with structlog.testing.capture_logs() as lines:
        answer = world.who[who].post(page, {"name": "Lorry", "scopes": "cases:read"})
    assert answer["Location"].startswith("/account/second-step/")
    assert [each["path"] for each in lines if each["event"] == "refused"] == [page]


def test_the_api_reads_no_body_that_does_not_say_it_is_json(world):
    body = '{"name": "Ann"}'
    for kind in ("text/plain", "application/xml", "application/x-www-form-urlencoded", ""):
        answer = world.who["ann"].generic("POST", "/api/identity/me/corrections", body, content_type=kind)
        assert answer.status_code == 415, kind
        assert answer["Content-Type"] == "application/problem+json"
    assert (
        Client().generic("POST", "/api/identity/me/corrections", body, content_type="application/json").status_code
        != 415
    )


def test_an_operation_that_reads_json_refuses_a_form_with_files(world):
    described = description()["paths"]
    reading_json = [
        (method.upper(), path.format(**world.arguments))
        for path, methods in described.items()
        for method, operation in methods.items()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]
    assert ("POST", "/api/definitions/check") in reading_json
    form, kind = encode_multipart(BOUNDARY, {"name": "Ann"}), MULTIPART_CONTENT
    ann = world.who["ann"]
    statuses = {call: ann.generic(*call, form, content_type=kind).status_code for call in reading_json}
    assert {call: status for call, status in statuses.items() if status != 415} == {}


def test_methods_that_nothing_uses_are_refused(world):
    for method in ("TRACE", "CONNECT", "PROPFIND", "DEBUG"):
        for path in ("/search", "/api/identity/me", "/account/login/"):
            assert world.who["ann"].generic(method, path).status_code == 405, (method, path)


def test_no_other_site_is_told_that_it_may_read_answers(world):
    headers = {"Origin": "https://evil.example"}
    for path in ["/", "/api/openapi.json", "/api/identity/me"]:
        answer = world.who["ann"].get(path, headers=headers)
        assert [name for name in answer.headers if name.startswith("Access-Control-")] == []


def test_every_answer_says_what_it_is_and_in_which_characters(world):
    answers = {name: world.who["ann"].get(address) for name, address in addresses(world.arguments).items()}
    assert len(answers) > 60
    for name, answer in answers.items():
        said = answer.headers.get("Content-Type", "")
        assert said, name
        if said.startswith("text/") and "attachment" not in answer.headers.get("Content-Disposition", ""):
            assert "charset=utf-8" in said.lower(), (name, said)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name


def test_no_answer_tells_which_software_of_which_version_made_it(world):
    for path in ("/", "/api/identity/me", "/no-such-page"):
        headers = world.who["ann"].get(path).headers
        assert [name for name in headers if name.lower() in {"server", "x-powered-by"}] == []


DANGEROUS = {
    "S301": "import pickle\npickle.loads(given)",
    "S307": "eval(given)",
    "S102": "exec(given)",
    "S602": "import subprocess\nsubprocess.run(given, shell=True)",
    "S506": "import yaml\nyaml.load(given)",
    "S324": "import hashlib\nhashlib.md5(given)",
    "S501": "import httpx\nhttpx.get('https://a.example', verify=False)",
    "S608": "cursor.execute('SELECT * FROM t WHERE name = ' + given)",
    "S314": "import xml.etree.ElementTree as E\nE.fromstring(given)",
    "S105": "password = 'hunter2-and-more'",
    "TID251": "import random\nrandom.random()",
}


@pytest.mark.parametrize("rule", DANGEROUS)
def test_the_checks_find_dangerous_calls(rule):
    found = subprocess.run(
        [".venv/bin/ruff", "check", "--no-cache", "--stdin-filename", "src/commonweal/kernel/sample.py", "-"],
        input=DANGEROUS[rule],
        text=True,
        capture_output=True,
        cwd=REPOSITORY,
        check=False,
    )
    assert rule in found.stdout


def test_sessions_are_listed_and_all_others_ended(ann):
    here, elsewhere = signs_in(ann), signs_in(ann)
    assert here.get("/account/sessions/").status_code == 200
    here.post("/account/sessions/")
    assert here.get("/account/my-data/").status_code == 200
    assert elsewhere.get("/account/my-data/").status_code == 302
