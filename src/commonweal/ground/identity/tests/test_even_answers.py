"""No page of accounts reveals whether there is an account, by its answer or by the work that it does."""

import re
from dataclasses import dataclass

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from commonweal.ground.identity.models import Person
from commonweal.ground.identity.signing_in import even_answers
from commonweal.ground.identity.signing_in.letters import BLANK, post
from commonweal.ground.identity.testing import make_person

pytestmark = pytest.mark.django_db
PASSWORD = "a long secret word"


def nobody() -> str:
    return "nobody@example.org"


def owner() -> str:
    person = make_person(email="owner@example.org")
    person.set_password(PASSWORD)
    person.save()
    return person.email


def owner_without_a_password() -> str:
    return make_person(email="code@example.org").email


def owner_with_a_second_factor() -> str:
    email = owner()
    Authenticator.objects.create(user=Person.objects.get(email=email), type="totp", data={})
    return email


def unproven() -> str:
    person = Person.objects.create_user("unproven@example.org", PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    return person.email


KNOWN = [owner, owner_without_a_password, owner_with_a_second_factor, unproven]

# What is sent to each door, one after another in one browser; EMAIL is replaced by the address.
DOORS = {
    "signing in": [("login/", {"login": "EMAIL", "password": "a wrong secret word"})] * 2,
    "signing up": [("signup/", {"email": "EMAIL", "password1": "another long secret"})],
    "signing up without a password": [("signup/", {"email": "EMAIL"})],
    "signing up with a weak password": [("signup/", {"email": "EMAIL", "password1": "password"})],
    "the code after signing up": [
        ("signup/", {"email": "EMAIL"}),
        ("confirm-email/", None),
        ("confirm-email/", {"code": "AAAA-AAAA"}),
        ("confirm-email/", {"action": "resend"}),
        ("confirm-email/", {"action": "change", "email": "other@example.org"}),
        ("login/", None),
        ("signup/", None),
        ("confirm-email/", {"code": "AAAA-AAAA"}),
        ("confirm-email/", {"code": "AAAA-AAAA"}),
        ("confirm-email/", {"code": "AAAA-AAAA"}),
    ],
    "a code to sign in": [
        ("login/code/", {"email": "EMAIL"}),
        ("login/code/confirm/", None),
        ("login/code/confirm/", {"code": "AAAA-AAAA"}),
        ("login/code/confirm/", {"action": "resend"}),
        ("login/", None),
        ("login/code/confirm/", {"code": "AAAA-AAAA"}),
        ("login/code/confirm/", {"code": "AAAA-AAAA"}),
        ("login/code/confirm/", {"code": "AAAA-AAAA"}),
    ],
    "a new password": [("password/reset/", {"email": "EMAIL"}), ("password/reset/done/", None)],
}


@dataclass(frozen=True)
class Seen:
    """What somebody at a door may see or measure of one answer."""

    status: int
    leads: str
    body: str
    hashed: int
    queued: int
    statements: int


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """Each computation of a password hash."""
    computed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        computed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return computed


@pytest.fixture
def browser() -> Client:
    """A browser, in a place that has sent letters before and so has its key."""
    post(BLANK)
    return Client()


def plain(body: bytes, email: str) -> str:
    """The page without the typed address, and without what is random on each page."""
    text = body.decode().replace(email, "EMAIL")
    return re.sub(r'(name="csrfmiddlewaretoken" value=|nonce=)"[^"]*"', r"\1", text)


def seen_at(browser: Client, steps: list, email: str, hashed: list[str]) -> list[Seen]:
    found = []
    for path, form in steps:
        cache.clear()
        typed = form and {key: email if value == "EMAIL" else value for key, value in form.items()}
        queued, before = DBTaskResult.objects.count(), len(hashed)
        with CaptureQueriesContext(connection) as statements:
            address = f"/account/{path}"
            answer = browser.get(address) if typed is None else browser.post(address, typed)
        found.append(
            Seen(
                status=answer.status_code,
                leads=answer.headers.get("Location", ""),
                body=plain(answer.content, email),
                hashed=len(hashed) - before,
                queued=DBTaskResult.objects.filter(task_path__endswith="send_letter").count() - queued,
                statements=len(statements),
            )
        )
    return found


@pytest.mark.parametrize("known", KNOWN, ids=lambda who: who.__name__)
@pytest.mark.parametrize("door", DOORS)
def test_a_page_does_the_same_work_and_says_the_same_whether_there_is_an_account(browser, hashed, door, known):
    stranger = seen_at(browser, DOORS[door], nobody(), hashed)
    theirs = seen_at(Client(), DOORS[door], known(), hashed)
    assert theirs == stranger


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", [nobody, unproven], ids=lambda who: who.__name__)
def test_no_door_comes_near_to_where_statements_are_rounded(browser, hashed, monkeypatch, door, who):
    """Where one did, one statement more for known addresses would tell."""
    room = even_answers.ROUND
    monkeypatch.setattr(even_answers, "ROUND", 1)
    most = max(each.statements for each in seen_at(browser, DOORS[door], who(), hashed))
    assert most < room, "this counts those outside the door, too"
