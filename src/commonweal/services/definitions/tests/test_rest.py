"""The HTTP API of definitions: the same verbs, the same refusals."""

import json

import pytest
from django.test import Client

from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.api import create_api_key, organisation_by_key, scopes
from commonweal.ground.organisations.models import ApiKey, Organisation
from commonweal.ground.organisations.testing import make_staff
from commonweal.kernel.acting import Acting
from commonweal.services.definitions.tests.conftest import SERVICE

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("error:Returning tuple")]
ROOT = "/api/definitions"


def manager_of(organisation: str) -> Acting:
    return make_staff(Organisation.objects.get(key=organisation), make_person(), "manager")


@pytest.fixture
def key(place):
    def make(*scopes: str, organisation: str = "eastmere-council") -> dict[str, str]:
        owner = organisation_by_key(organisation).id
        made = create_api_key(
            organisation=owner, name="a program", scopes=list(scopes), acting=manager_of(organisation)
        )
        return {"Authorization": f"Bearer {made.secret}"}

    return make


def send(client, method: str, path: str, headers: dict[str, str], body: object | None = None):
    call = getattr(client, method)
    if body is None:
        return call(ROOT + path, headers=headers)
    return call(ROOT + path, json.dumps(body), content_type="application/json", headers=headers)


def person(*roles: str, strong: bool = True) -> Client:
    """The browser of a new member of the council's staff."""
    made = make_person()
    make_staff(Organisation.objects.get(key="eastmere-council"), made, *roles)
    return sign_in(Client(), made, strong=strong)


def test_a_program_writes_a_draft_which_one_person_hands_in_and_another_takes_live(client, key, text):
    writer, editor, reviewer = key("definitions:write"), person("editor"), person("reviewer")
    changed = text.replace("max_length: 80", "max_length: 60")
    saved = send(client, "put", f"/services/{SERVICE}/draft", writer, {"source": changed, "note": "Shorter"}).json()
    number = saved["version"]["number"]
    assert saved["checked"]["ok"]
    versions = f"/services/{SERVICE}/versions/{number}"
    refused = send(client, "post", f"{versions}/submit", writer, {})
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:commonweal:problem:not-allowed")
    assert send(editor, "post", f"{versions}/submit", {}, {}).json()["status"] == "in_review"
    assert send(reviewer, "post", f"{versions}/approve", {}).json()["status"] == "approved"
    told = send(client, "get", f"/services/{SERVICE}/difference?old=1&new={number}", writer).json()
    assert told["changes"] == ["The question 'description' now allows 60 characters instead of 80."]
    live = send(reviewer, "post", f"{versions}/publish", {}, {}).json()
    assert live["live"]
    public = client.get(f"{ROOT}/versions/{live['hash']}").json()
    assert public["service"] == SERVICE
    assert send(reviewer, "post", f"/services/{SERVICE}/versions/1/roll-back", {}).json()["live"]
    assert send(reviewer, "post", f"/services/{SERVICE}/retire", {}, {"reason": "No crew"}).status_code == 204


DECISIONS = [("approve", {}), ("publish", {}), ("roll-back", {}), ("retire", {"reason": "x"})]


def decide(caller, act, headers, body):
    path = f"/services/{SERVICE}/retire" if act == "retire" else f"/services/{SERVICE}/versions/1/{act}"
    return send(caller, "post", path, headers, body)


@pytest.mark.parametrize(("act", "body"), DECISIONS)
def test_no_key_whatever_it_allows_decides_on_a_version(client, place, act, body):
    every = [*scopes(), "definitions:review"]
    made = create_api_key(organisation=place.id, name="x", scopes=list(scopes()), acting=manager_of(place.key))
    ApiKey.objects.update(scopes=every)
    answer = decide(client, act, {"Authorization": f"Bearer {made.secret}"}, body)
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:commonweal:problem:not-allowed"


@pytest.mark.parametrize(("act", "body"), DECISIONS)
def test_a_reviewer_whose_second_factor_was_shown_long_ago_is_asked_for_it(place, settings, act, body):
    settings.SECOND_FACTOR_MINUTES = 0
    answer = decide(person("reviewer"), act, {}, body)
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:commonweal:problem:second-factor-needed"
    assert "/account/second-step/" in answer.json()["remedy"]


def test_a_definition_is_checked_without_being_kept(client, key, text):
    wrong = {"source": text.replace("size(items)", "size(itemz)")}
    told = send(client, "post", "/check", key("definitions:read"), wrong).json()
    assert told["ok"] is False
    (finding,) = [finding for finding in told["findings"] if finding["severity"] == "error"]
    assert finding["line"] > 1
    assert "itemz" in finding["message"]
    good = send(client, "post", "/check", key("definitions:read"), {"source": text}).json()
    assert good["ok"]
    assert [example["passed"] for example in good["examples"]] == [True] * 4


def test_a_mistake_is_a_problem_that_names_its_place(client, key, text):
    writer = key("definitions:write")
    wrong = {"source": text + "\nfee: {}\n"}
    number = send(client, "put", f"/services/{SERVICE}/draft", writer, wrong).json()["version"]["number"]
    answer = send(person("editor"), "post", f"/services/{SERVICE}/versions/{number}/submit", {}, {})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    ((where, message),) = answer.json()["fields"].items()
    assert where.startswith("line ")
    assert "payments block" in message


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", f"/services?organisation={SERVICE.split('/')[0]}", None),
        ("get", f"/updates?organisation={SERVICE.split('/')[0]}", None),
        ("get", f"/services/{SERVICE}", None),
        ("get", f"/services/{SERVICE}/versions", None),
        ("put", f"/services/{SERVICE}/draft", {"source": "x"}),
        ("delete", f"/services/{SERVICE}/versions/1", None),
        ("post", f"/services/{SERVICE}/versions/1/submit", {}),
        ("post", f"/services/{SERVICE}/versions/1/approve", None),
        ("post", f"/services/{SERVICE}/versions/1/send-back", {"reason": "x"}),
        ("post", f"/services/{SERVICE}/versions/1/publish", {}),
        ("post", f"/services/{SERVICE}/versions/1/roll-back", None),
        ("post", f"/services/{SERVICE}/retire", {"reason": "x"}),
        ("post", f"/services/{SERVICE}/take-update", None),
    ],
)
def test_strangers_are_refused_and_other_organisations_find_nothing(client, key, method, path, body):
    assert send(client, method, path, {}, body).status_code == 401
    every = key("definitions:read", "definitions:write", organisation="eastmere-reuse-charity")
    assert send(client, method, path, every, body).status_code == 404
    without = key("cases:read")
    assert send(client, method, path, without, body).status_code == 403


def test_strangers_cannot_have_texts_checked(client, place, text):
    assert send(client, "post", "/check", {}, {"source": text}).status_code == 401


def test_everybody_can_read_the_schema_and_what_is_live(client, place):
    schema = client.get(f"{ROOT}/schema").json()
    assert {"service", "title", "form", "eligibility"} <= set(schema["properties"])
    live = client.get(f"{ROOT}/services/{SERVICE}/versions/1").json()
    assert live["source"].startswith("# One file")
    assert live["live"]


def test_a_version_that_is_not_there_is_a_clear_answer(client, place):
    assert client.get(f"{ROOT}/versions/sha256:{'0' * 64}").status_code == 404
    assert client.get(f"{ROOT}/versions/x").status_code == 404
    assert client.get(f"{ROOT}/services/{SERVICE}/versions/99").status_code == 404
