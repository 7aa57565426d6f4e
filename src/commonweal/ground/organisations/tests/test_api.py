"""The HTTP API of organisations and of the caller's account: the same verbs and the same refusals as the pages."""

import json

import pytest
from django.test import Client

from commonweal.ground.identity.models import Person
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations import api
from commonweal.ground.organisations.testing import make_organisation, make_staff

pytestmark = pytest.mark.django_db


class Caller:
    """Sends and reads JSON, with a key or a session."""

    def __init__(self, client=None, key=""):
        self.client, self.headers = client or Client(), {"Authorization": f"Bearer {key}"} if key else {}

    def __call__(self, method, path, body=None):
        data = json.dumps(body) if body is not None else ""
        call = getattr(self.client, method)
        response = call(f"/api/{path}", data, content_type="application/json", headers=self.headers)
        return response.status_code, (json.loads(response.content) if response.content else None)

    def get(self, path):
        response = self.client.get(f"/api/{path}", headers=self.headers)
        return response.status_code, json.loads(response.content)


@pytest.fixture
def council():
    return make_organisation("the-council", name={"en": "The Council"})


@pytest.fixture
def manager_acting(council):
    return make_staff(council, make_person(), "manager")


def keyed(council, acting, *scopes):
    return Caller(key=api.create_api_key(organisation=str(council.pk), name="k", scopes=scopes, acting=acting).secret)


def of(person, *, strong=True):
    return Caller(sign_in(Client(), person, strong=strong))


def test_everybody_reads_the_members_of_the_place(council):
    status, body = Caller().get("organisations/")
    assert (status, [row["key"] for row in body]) == (200, ["the-council"])
    assert Caller().get("organisations/the-council")[1]["name"] == {"en": "The Council"}


def test_a_stranger_reads_no_staff(council):
    status, problem = Caller().get("organisations/the-council/members")
    assert (status, problem["type"]) == (401, "urn:commonweal:problem:not-signed-in")


def test_a_key_reads_staff_of_its_own_organisation_with_the_scope_only(council, manager_acting):
    assert keyed(council, manager_acting, "members:read").get("organisations/the-council/members")[0] == 200
    assert keyed(council, manager_acting, "organisations:read").get("organisations/the-council/members")[0] == 403
    other = make_organisation("other")
    assert keyed(council, manager_acting, "members:read").get(f"organisations/{other.key}/members")[0] == 404


def test_a_manager_invites_and_withdraws(council, manager_acting):
    call = of(Person.objects.get(pk=manager_acting.person))
    status, body = call(
        "post", "organisations/the-council/invitations", {"email": "n@example.org", "roles": ["officer"]}
    )
    assert status == 201
    assert len(call.get("organisations/the-council/invitations")[1]) == 1
    assert call("delete", f"organisations/the-council/invitations/{body['id']}")[0] == 204
    assert call.get("organisations/the-council/invitations")[1] == []


def test_a_manager_makes_and_revokes_a_key(council, manager_acting):
    call = of(Person.objects.get(pk=manager_acting.person))
    status, body = call("post", "organisations/the-council/keys", {"name": "w", "scopes": ["organisations:read"]})
    assert status == 201
    assert body["secret"].startswith("cw_")
    status, revoked = call("delete", f"organisations/the-council/keys/{body['key']['id']}")
    assert (status, bool(revoked["revoked_at"])) == (200, True)
    assert Caller(key=body["secret"]).get("organisations/")[0] == 401


def test_a_mistake_is_named_by_its_field(council, manager_acting):
    call = of(Person.objects.get(pk=manager_acting.person))
    status, problem = call("patch", "organisations/the-council", {"theme": {"primary": "#ffff00"}})
    assert (status, list(problem["fields"])) == (422, ["theme"])


def test_only_the_steward_admits_members(council, manager_acting):
    body = {"key": "newcomer", "name": {"en": "New"}, "kind": "charity"}
    call = of(Person.objects.get(pk=manager_acting.person))
    assert call("post", "organisations/", body)[0] == 403
    council.roles_in_place = ["steward"]
    council.save()
    assert call("post", "organisations/", body)[0] == 201


def test_staff_without_a_second_factor_have_no_roles_in_the_api_either(council, settings):
    settings.STAFF_MFA_REQUIRED = True
    person = make_person()
    make_staff(council, person, "manager")
    assert of(person, strong=False).get("organisations/the-council/members")[0] == 404
    assert of(person).get("organisations/the-council/members")[0] == 200


def test_a_write_from_a_session_needs_the_csrf_token(council):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, make_person(), strong=False)
    assert Caller(client)("patch", "identity/me", {"name": "x"})[0] == 403


def test_one_reads_and_corrects_ones_own_account():
    call = of(make_person("Ann Example"), strong=False)
    assert call.get("identity/me")[1]["name"] == "Ann Example"
    assert call("patch", "identity/me", {"phone": "0808 157 0192"})[1]["phone"] == "+448081570192"
    status, problem = call("patch", "identity/me", {"phone": "no"})
    assert (status, list(problem["fields"])) == (422, ["phone"])


def test_a_stranger_and_a_key_have_no_account(council, manager_acting):
    assert Caller().get("identity/me")[0] == 401
    assert keyed(council, manager_acting, "identity:read").get("identity/me")[0] == 401


def test_the_export_has_what_is_held():
    call = of(make_person("Ann Example"), strong=False)
    status, body = call.get("identity/me/export")
    assert status == 200
    assert any(part["table"] == "ground_identity.Person" for part in body["held"])


def test_erasure_takes_the_confirmation_and_a_fresh_proof_where_there_is_a_password():
    person = make_person(email="ann@example.org")
    call = of(person, strong=False)
    assert call("post", "identity/me/erasure", {"confirmation": "wrong@example.org"})[0] == 422
    guarded = make_person(email="guarded@example.org")
    guarded.set_password("correct horse battery")
    guarded.save()
    assert of(guarded, strong=False)("post", "identity/me/erasure", {"confirmation": guarded.email})[0] == 403
    status, body = call("post", "identity/me/erasure", {"confirmation": "ann@example.org"})
    assert (status, body["rows"]["ground_identity.Person"]) == (200, 1)


def test_staff_record_a_check_of_documents_of_who_shows_a_code(council):
    agent, resident = make_person(), make_person()
    make_staff(council, agent, "agent")
    status, shown = of(resident, strong=False)("post", "identity/me/presence", {})
    assert status == 200
    who, check = (
        {"code": shown["code"]},
        {"code": shown["code"], "level": "high", "documents": ["passport", "utility_bill"]},
    )
    assert of(agent)("post", "identity/checks/who", who)[0] == 403, "the steward gave no office"
    assert of(agent)("post", "identity/checks", check)[0] == 403
    council.roles_in_place = ["identity_checks"]
    council.save()
    assert of(resident)("post", "identity/checks", check)[0] == 403
    assert set(of(agent)("post", "identity/checks/who", who)[1]) == {"name", "date_of_birth", "address"}
    assert of(agent)("post", "identity/checks", check)[0] == 204
    assert of(agent)("post", "identity/checks", check)[0] == 404, "a code is good once"
    resident.refresh_from_db()
    assert resident.assurance == "high"
