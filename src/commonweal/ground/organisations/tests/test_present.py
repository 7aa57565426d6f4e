"""Acts that make or widen a principal take a present person: no key, and no second factor shown long ago."""

import json
import re
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonweal.ground.identity.signing_in.kept_forms import COOKIE
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations import api
from commonweal.ground.organisations.models import ApiKey, CapabilitySwitch, Invitation, Membership, Organisation
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.ground.organisations.tokens import hash_of
from commonweal.kernel import clock, journal
from commonweal.kernel.form_marks import NAME, mark_for

pytestmark = pytest.mark.django_db
SECRET = "cw_a-secret-of-a-test"
ROOT = "/organisations/the-council/"


@pytest.fixture
def council():
    return make_organisation("the-council", name={"en": "The Council"}, roles_in_place=["steward"])


@pytest.fixture
def things(council):
    """Ids for addresses: somebody who works there, an open invitation, a key."""
    officer = make_person("Owen Officer")
    make_staff(council, officer, "officer")
    make_organisation("charity")
    invitation = Invitation.objects.create(
        organisation=council,
        email="a@example.org",
        roles=["viewer"],
        token_hash="x",
        expires_at=clock.now() + timedelta(days=1),
    )
    key = ApiKey.objects.create(
        organisation=council, name="k", hash="h", hint="cw_", scopes=["cases:read"], created_by=officer
    )
    return {"person": officer.pk, "invitation": invitation.pk, "key": key.pk}


@pytest.fixture
def manager(council):
    person = make_person("Mair Manager")
    make_staff(council, person, "manager")
    return person


# Method, address below /api/organisations/, body: every act that gives power.
ACTS = [
    ("post", "", {"key": "newcomer", "name": {"en": "New"}, "kind": "charity"}),
    ("post", "charity/stewardship", {}),
    ("put", "charity/offices/identity_checks", {"given": True}),
    ("post", "the-council/invitations", {"email": "n@example.org", "roles": ["officer"]}),
    ("delete", "the-council/invitations/{invitation}", None),
    ("put", "the-council/members/{person}/roles", {"roles": ["editor"]}),
    ("delete", "the-council/members/{person}", None),
    ("post", "the-council/members/{person}/second-factor", {}),
    ("post", "the-council/keys", {"name": "w", "scopes": ["cases:read"]}),
    ("delete", "the-council/keys/{key}", None),
    ("put", "the-council/capabilities/blocks.forms", {"on": False}),
]
# Acts that API keys may perform as well, and acts on a person's own account: a person must show the second factor.
ACTS_OF_PEOPLE = [
    *ACTS,
    ("patch", "the-council", {"contact": {"phone": "01632 960001"}}),
    ("delete", "the-council/members/{me}", None),
]


def call(client, method, path, body, **headers):
    address = f"/api/organisations/{path}"
    return client.generic(method.upper(), address, json.dumps(body), content_type="application/json", headers=headers)


def state():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Organisation, Membership, Invitation, ApiKey, CapabilitySwitch)
    ]


def grow_old(client, minutes):
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - minutes * 60}]
    session.save()
    return client


@pytest.mark.parametrize(("method", "path", "body"), ACTS_OF_PEOPLE)
def test_a_manager_who_is_present_may(manager, things, method, path, body):
    make_staff(Organisation.objects.get(key="the-council"), make_person(), "manager")
    client = grow_old(sign_in(Client(), manager), 14)
    assert call(client, method, path.format(**things, me=manager.pk), body).status_code in {200, 201, 204}


@pytest.mark.parametrize(("method", "path", "body"), ACTS_OF_PEOPLE)
def test_one_who_showed_their_second_factor_long_ago_is_told_to_show_it_again(manager, things, method, path, body):
    client = grow_old(sign_in(Client(), manager), 16)
    before = state()
    answer = call(client, method, path.format(**things, me=manager.pk), body)
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:commonweal:problem:second-factor-needed"
    assert answer.json()["remedy"]
    assert state() == before


@pytest.mark.parametrize(("method", "path", "body"), ACTS)
def test_no_key_may_whatever_it_allows_even_scopes_of_the_past(council, things, method, path, body):
    every = [*api.scopes(), "members:write", "definitions:review"]
    maker = make_person()
    make_staff(council, maker, "manager")
    ApiKey.objects.create(
        organisation=council, name="all", hash=hash_of(SECRET), hint="cw_", scopes=every, created_by=maker
    )
    before = state()
    answer = call(Client(), method, path.format(**things), body, Authorization=f"Bearer {SECRET}")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:commonweal:problem:not-allowed")
    assert state()[:3] == before[:3]
    assert list(ApiKey.objects.order_by("pk").values("pk", "scopes", "revoked_at")) == [
        {"pk": row["id"], "scopes": row["scopes"], "revoked_at": row["revoked_at"]} for row in before[3]
    ]


@pytest.mark.parametrize(("method", "path", "body"), ACTS)
def test_the_wrong_people_are_refused_with_a_body_that_is_right(council, things, method, path, body):
    outsider, officer, resident = make_person(), make_person(), make_person()
    make_staff(make_organisation(), outsider, "manager")
    make_staff(council, officer, "officer", "editor", "reviewer", "agent", "viewer")
    before = state()
    for who in (outsider, officer, resident):
        assert call(sign_in(Client(), who), method, path.format(**things), body).status_code in {403, 404}
    assert call(Client(), method, path.format(**things), body).status_code == 401
    assert state() == before


FORMS = [
    (f"{ROOT}people/", {"email": "typed@example.org", "roles": ["officer", "viewer"]}),
    (f"{ROOT}people/{{person}}/", {"roles": ["editor"]}),
    (f"{ROOT}people/{{person}}/", {"remove": "yes"}),
    (f"{ROOT}invitations/{{invitation}}/withdraw/", {}),
    (f"{ROOT}keys/", {"name": "Typed by hand", "scopes": ["cases:read"]}),
    (f"{ROOT}keys/{{key}}/revoke/", {}),
    (f"{ROOT}capabilities/", {"capability": "blocks.forms", "on": "no"}),
]


@pytest.mark.parametrize(("path", "typed"), FORMS)
def test_a_form_sent_too_late_leads_to_the_second_step_and_is_given_back(manager, things, path, typed):
    client, address = grow_old(sign_in(Client(), manager), 16), path.format(**things)
    before, mark = state(), mark_for(manager.ref)
    drawn = {**typed, NAME: mark}
    asked = client.post(address, drawn, headers={"Referer": f"http://testserver{ROOT}people/"})
    assert asked.status_code == 302
    assert asked["Location"].startswith("/account/second-step/?")
    assert "fresh=yes" in asked["Location"]
    assert client.cookies[COOKIE].value
    assert all(word not in str(dict(client.session)) for word in ("typed@example.org", "Typed by hand"))
    assert state() == before
    assert "Show your second step once more" in client.get(asked["Location"]).content.decode()
    grow_old(client, 0)
    page = client.get(asked["Location"]).content.decode()
    assert f'action="{address}"' in page
    assert f'href="{ROOT}people/"' in page
    for name, values in typed.items():
        for value in [values] if isinstance(values, str) else values:
            assert f'name="{name}" value="{value}"' in page
    assert mark not in re.sub(r'<input type="hidden"[^>]*>', "", page)
    assert page.count(f'name="{NAME}"') == page.count('name="csrfmiddlewaretoken"')
    assert client.post(address, drawn).status_code in {200, 302}
    assert state() != before
    assert not client.cookies[COOKIE].value


def test_a_form_is_kept_for_an_hour(manager, council):
    client = grow_old(sign_in(Client(), manager), 16)
    asked = client.post(f"{ROOT}people/", {"email": "typed@example.org", "roles": ["viewer"]})
    with clock.standing_at(clock.now() + timedelta(seconds=3601)):
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": clock.now().timestamp()}]
        session.save()
        late = client.get(asked["Location"], follow=True)
    assert "typed@example.org" not in late.content.decode()


@pytest.mark.parametrize("path", ["keys/", "keys/{key}/revoke/", "people/{person}/", "capabilities/", "details/"])
def test_a_page_for_managers_asks_for_the_second_step_before_anything_is_typed(manager, things, path):
    client, address = grow_old(sign_in(Client(), manager), 16), ROOT + path.format(**things)
    asked = client.get(address)
    assert asked["Location"].startswith("/account/second-step/?")
    grow_old(client, 1)
    assert client.get(asked["Location"])["Location"] == address
    assert client.get(address).status_code == 200


def test_the_list_of_people_is_read_at_any_time_and_its_form_waits_for_the_second_step(manager, council):
    client = grow_old(sign_in(Client(), manager), 16)
    page = client.get(f"{ROOT}people/").content.decode()
    assert "Mair Manager" in page
    assert 'name="email"' not in page
    assert "/account/second-step/?fresh=yes" in page


def test_a_long_form_is_given_back_whole(manager, council):
    client = grow_old(sign_in(Client(), manager), 16)
    long = "word " * 12_000
    asked = client.post(f"{ROOT}people/", {"email": long}, headers={"Referer": f"http://testserver{ROOT}people/"})
    grow_old(client, 0)
    assert f'name="email" value="{long}"' in client.get(asked["Location"]).content.decode()


def test_of_a_form_with_files_what_was_typed_is_there_and_the_files_are_named(manager, council):
    client, page = grow_old(sign_in(Client(), manager), 13 * 60), f"{ROOT}details/"
    logo = SimpleUploadedFile("harbour & logo.png", b"a picture")
    sent = {"name-en": "A new name", "logo": logo}
    asked = client.post(page, sent, headers={"Referer": f"http://testserver{page}"})
    assert "second-step" in asked["Location"]
    grow_old(client, 0)
    told = client.get(asked["Location"]).content.decode()
    assert "harbour &amp; logo.png" in told
    assert "files are not kept" in told
    assert f'href="{page}"' in told
    again = client.get(page).content.decode()
    assert 'value="A new name"' in again


def test_a_form_that_was_kept_is_not_offered_on_the_way_to_another_page(manager, council):
    client = grow_old(sign_in(Client(), manager), 16)
    client.post(f"{ROOT}people/", {"email": "typed@example.org", "roles": ["viewer"]})
    grow_old(client, 0)
    assert client.get(f"/account/second-step/?next={ROOT}keys/")["Location"] == f"{ROOT}keys/"


def test_in_a_place_that_compels_no_second_factor_a_session_is_enough(manager, things, settings):
    settings.STAFF_MFA_REQUIRED = False
    client = sign_in(Client(), manager, strong=False)
    assert call(client, "post", "the-council/keys", {"name": "w", "scopes": ["cases:read"]}).status_code == 201
    assert (
        call(client, "put", f"the-council/members/{things['person']}/roles", {"roles": ["viewer"]}).status_code == 200
    )


@pytest.mark.parametrize("home", ["the-council", "second", ""])
@pytest.mark.parametrize("door", ["page", "api"])
def test_the_journal_has_the_role_held_where_it_happened_wherever_else_one_works(manager, council, home, door):
    second = make_organisation("second")
    make_staff(second, manager, "officer")
    client = sign_in(Client(), manager)
    if home:
        session = client.session
        session["organisation"] = str(Organisation.objects.get(key=home).pk)
        session.save()
    typed = {"email": "n@example.org", "roles": ["officer"]}
    if door == "page":
        assert client.post(f"{ROOT}people/", typed).status_code == 302
    else:
        assert call(client, "post", "the-council/invitations", typed).status_code == 201
    entry = journal.entries(types=["organisations.member_invited"])[0]
    assert (entry.organisation, entry.role) == (str(council.pk), "manager")
