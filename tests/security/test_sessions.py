"""Sessions: a new one at every step up, none that another planted, none left after signing out; staff with MFA."""

import math

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import crypto
from tests.isolation.doors import all_doors, seen_by
from tests.security.test_requests import addresses

from commonweal.ground.identity.api import erase_person
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.identity.tests.test_account_pages import current_code
from commonweal.ground.identity.tests.test_second_factors_of_staff import enrol
from commonweal.ground.organisations.api import acting_for, replace_second_factor
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.site.requests.sessions import SessionStore

pytestmark = pytest.mark.django_db
SECRET = "a long secret word"


@pytest.fixture
def person():
    row = make_person(email="ann@example.org")
    row.set_password(SECRET)
    row.save()
    return row


def signs_in(client: Client, secret: str = SECRET):
    return client.post("/account/login/", {"login": "ann@example.org", "password": secret})


def session_of(client: Client) -> str:
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie.value if cookie else ""


def test_signing_in_begins_a_new_session(person, client: Client):
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session_of(client)
    signs_in(client)
    assert session_of(client) != before
    assert not Session.objects.filter(pk=before).exists(), "the planted session is worth nothing"


def test_a_made_up_session_is_not_taken_over(person, client: Client):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    signs_in(client)
    assert session_of(client) != "a" * 32
    assert client.get("/dashboard/").status_code == 200


def test_signing_out_ends_the_session_on_the_server(person, client: Client):
    signs_in(client)
    kept = session_of(client)
    client.post("/account/logout/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/dashboard/").status_code == 302


def test_signing_out_clears_what_pages_stored_in_the_browser(person, client: Client):
    assert "Clear-Site-Data" not in signs_in(client).headers
    answer = client.post("/account/logout/")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get("/").headers


def test_the_name_of_a_session_cannot_be_guessed(client: Client, monkeypatch):
    keys = {SessionStore()._get_new_session_key() for _ in range(50)}
    assert len(keys) == 50
    letters = set("".join(keys))
    assert min(map(len, keys)) * math.log2(len(letters)) > 128
    drawn: list[str] = []
    monkeypatch.setattr(crypto.secrets, "choice", lambda letters: drawn.append(letters) or "q")
    assert SessionStore()._get_new_session_key() == "q" * len(drawn)


def test_codes_that_are_sent_cannot_be_guessed(monkeypatch):
    codes = {get_adapter().generate_login_code() for _ in range(50)}
    assert len(codes) > 48
    letters = {letter for code in codes for letter in code if letter.isalnum()}
    assert min(sum(letter.isalnum() for letter in code) for code in codes) * math.log2(len(letters)) > 20


def test_changing_the_factors_ends_sessions_elsewhere(person, client: Client, django_capture_on_commit_callbacks):
    elsewhere = Client()
    signs_in(elsewhere)
    signs_in(client)
    client.post("/account/reauthenticate/", {"password": SECRET})
    with django_capture_on_commit_callbacks(execute=True):
        secret = enrol(client)
    assert client.get("/dashboard/").status_code == 200
    assert elsewhere.get("/dashboard/").status_code == 302
    signs_in(elsewhere)
    elsewhere.post("/account/2fa/authenticate/", {"code": current_code(secret)})
    assert elsewhere.get("/dashboard/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        elsewhere.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=person).exists()
    assert elsewhere.get("/dashboard/").status_code == 200
    assert client.get("/dashboard/").status_code == 302


def test_changing_the_password_ends_sessions_elsewhere(person, client: Client):
    elsewhere = Client()
    signs_in(client)
    signs_in(elsewhere)
    new = "another long secret word"
    client.post("/account/password/change/", {"oldpassword": SECRET, "password1": new, "password2": new})
    assert client.get("/dashboard/").status_code == 200
    assert elsewhere.get("/dashboard/").status_code == 302


def _factor_replaced(person) -> None:
    steward = make_staff(make_organisation(roles_in_place=["steward"]), make_person(), "manager")
    council = make_organisation()
    make_staff(council, person, "officer")
    replace_second_factor(organisation=str(council.pk), person=str(person.pk), acting=steward)


def _erased(person) -> None:
    erase_person(person=str(person.pk), confirmation=person.email, acting=acting_for(person))


@pytest.mark.parametrize("act", [_factor_replaced, _erased])
def test_replacing_a_lost_factor_and_erasing_an_account_end_all_its_sessions(person, client: Client, act):
    elsewhere = Client()
    for browser in (client, elsewhere):
        signs_in(browser)
    act(person)
    assert not Session.objects.filter(pk__in=[session_of(client), session_of(elsewhere)]).exists()
    assert elsewhere.get("/dashboard/").status_code == 302


def test_the_token_of_forms_changes_when_somebody_signs_in(person, client: Client):
    client.get("/account/login/")
    before = client.cookies[settings.CSRF_COOKIE_NAME].value
    signs_in(client)
    assert client.cookies[settings.CSRF_COOKIE_NAME].value != before


def test_a_wrong_password_and_an_unknown_account_look_alike(person, client: Client):
    wrong = signs_in(client, "wrong word entirely")
    unknown = client.post("/account/login/", {"login": "nobody@example.org", "password": "wrong word entirely"})
    assert wrong.status_code == unknown.status_code == 200
    told = [page.content.decode().split("govuk-error-summary")[1].split("</ul>")[0] for page in (wrong, unknown)]
    assert told[0].replace("ann@", "") == told[1].replace("nobody@", "")


def test_staff_without_a_second_factor_have_none_of_the_pages_of_staff(world):
    client = sign_in(Client(raise_request_exception=False), world.people["manager"], strong=False)
    residents = {name: world.walkers[name] for name in ("stranger", "ann")}
    looked_at = {door.place for door in all_doors() if door.method == "GET" and not door.unproved}
    wanted = {name for name in looked_at if seen_by(name, residents) is None}
    found = {name: at for name, at in addresses(world.arguments).items() if name in wanted}
    assert len(found) > 20
    shown = {name: client.get(at).status_code for name, at in found.items()}
    assert {name: status for name, status in shown.items() if status == 200} == {}
    assert client.get("/desk/").headers["Location"].startswith("/account/second-step/")


def test_staff_without_a_second_factor_have_no_roles_in_the_api(world):
    client = sign_in(Client(), world.people["manager"], strong=False)
    assert client.get("/api/cases/").status_code in {401, 403, 404}
    assert client.get(f"/api/cases/{world.case}").status_code in {401, 403, 404}
    assert client.get("/api/organisations/town/members").status_code in {401, 403, 404}
