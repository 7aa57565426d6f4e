"""The HTTP API of cases: the same verbs, over the wire, with keys and with sessions."""

import json

import pytest
from django.test import Client

from commonweal.blocks.cases import api
from commonweal.blocks.cases.models import CaseTask
from commonweal.blocks.cases.testing import make_case
from commonweal.blocks.cases.tests.conftest import resident
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.testing import make_person, sign_in
from commonweal.ground.organisations.api import hash_of
from commonweal.ground.organisations.models import ApiKey
from commonweal.ground.organisations.testing import make_staff

pytestmark = pytest.mark.django_db


class Wire:
    """Calls the API as one client."""

    def __init__(self, **headers):
        self.client = Client(headers=headers)

    def get(self, path, **query):
        return self.client.get(f"/api/cases{path}", query)

    def post(self, path, body=None, **headers):
        return self.client.post(
            f"/api/cases{path}", json.dumps(body or {}), content_type="application/json", headers=headers
        )


def key(organisation, *scopes):
    secret = f"cw_{organisation.key}_{'_'.join(scopes)}"
    maker = make_person()
    make_staff(organisation, maker, "manager")  # a key does no more than its maker may
    ApiKey.objects.create(
        organisation=organisation, name="x", hash=hash_of(secret), hint="cw_", scopes=list(scopes), created_by=maker
    )
    return Wire(Authorization=f"Bearer {secret}")


@pytest.fixture
def program(council):
    return key(council, "cases:read", "cases:write")


@pytest.fixture
def officer(staff):
    wire = Wire()
    sign_in(wire.client, Person.objects.get(pk=staff.officer.person))
    return wire


@pytest.fixture
def applicant(ann):
    wire = Wire()
    sign_in(wire.client, ann)
    return wire


@pytest.fixture
def case(council, ann):
    return make_case(council, ann)


def test_the_queue_shows_the_cases_of_the_keys_organisation(program, case):
    body = program.get("/").json()
    assert [row["reference"] for row in body["rows"]] == [case.reference]
    assert (body["page"], body["has_next"]) == (1, False)


def test_the_queue_takes_filters(program, case):
    assert program.get("/", state="visiting").json()["rows"] == []
    assert len(program.get("/", state=["visiting", "received"], assignee="none").json()["rows"]) == 1
    assert program.get("/", order="random").status_code == 422


def test_a_key_of_another_organisation_sees_nothing(charity, council, case):
    other = key(charity, "cases:read", "cases:write")
    assert other.get("/").json()["rows"] == []
    assert other.get("/", organisation=str(council.pk)).status_code == 404
    assert other.get(f"/{case.id}").status_code == 404
    assert other.post(f"/{case.id}/notes", {"text": "Hm."}).status_code == 404


def test_a_key_that_may_only_read_cannot_write(council, case):
    reader = key(council, "cases:read")
    assert reader.get(f"/{case.reference}").status_code == 200
    assert reader.post(f"/{case.id}/priority", {"priority": "high"}).status_code == 403


def test_a_stranger_is_asked_to_sign_in(case):
    for answer in (Wire().get("/"), Wire().get(f"/{case.id}"), Wire().get("/mine"), Wire().post(f"/{case.id}/take")):
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"


def test_a_refusal_names_the_field_and_the_remedy(program, case):
    answer = program.post(f"/{case.id}/decisions", {"transition": "arrange", "reasons": "So."})
    assert answer.status_code == 422
    assert answer.json()["fields"] == {"transition": "Choose a step that grants or refuses."}


def test_an_officer_works_a_case_to_its_end(officer, case):
    assert officer.post(f"/{case.reference}/take").status_code == 204
    task = str(CaseTask.objects.get(case=case.id).pk)
    assert officer.post(f"/tasks/{task}/complete").status_code == 204
    assert officer.post(f"/{case.id}/notes", {"text": "Called her."}).status_code == 201
    assert officer.post(f"/{case.id}/letters", {"text": "Dear Ann"}).status_code == 201
    assert officer.post(f"/{case.id}/transitions", {"transition": "arrange"}).status_code == 204
    assert officer.post(f"/{case.id}/decisions", {"transition": "grant", "reasons": "Yes."}).status_code == 204
    body = officer.get(f"/{case.id}").json()
    assert (body["card"]["state"], body["decisions"][0]["reasons"]) == ("granted", "Yes.")
    assert body["notes"][0]["author_name"] == "Olwen Officer"
    assert officer.get(f"/{case.id}/history").json()[0]["type"] == "case.closed"
    assert officer.post(f"/{case.id}/reopen", {"text": "She appealed."}).status_code == 204


def test_an_officer_gives_cases_to_a_colleague(officer, case, staff):
    assert officer.post(f"/{case.id}/assign", {"person": staff.second.person}).status_code == 204
    assert officer.post(f"/{case.id}/release").status_code == 403
    many = officer.post("/many/assign", {"cases": [case.id], "person": staff.officer.person}).json()
    assert [row["done"] for row in many] == [False]


def test_many_cases_make_one_transition(program, case):
    [row] = program.post("/many/transition", {"cases": [case.reference], "transition": "arrange"}).json()
    assert (row["done"], row["reference"]) == (True, case.reference)


def test_an_applicant_answers_writes_and_withdraws(applicant, program, case):
    task = program.post(f"/{case.id}/questions", {"question": "Which fridge?"}).json()["id"]
    assert applicant.get("/mine/tasks").json()[0]["question"] == "Which fridge?"
    assert applicant.post(f"/tasks/{task}/answer", {"text": "The old one."}).status_code == 204
    assert applicant.post(f"/mine/{case.id}/letters", {"text": "Thank you."}).status_code == 201
    assert program.post(f"/{case.id}/letters/read").json() == {"read": 2}
    assert applicant.post(f"/mine/{case.id}/withdraw").status_code == 204
    body = applicant.get(f"/mine/{case.reference}").json()
    assert (body["card"]["open"], body["card"]["outcome"]) == (False, "withdrawn")
    assert [row["id"] for row in applicant.get("/mine").json()] == [case.id]


def test_an_applicant_does_not_see_the_side_of_the_staff(applicant, case):
    assert applicant.get(f"/{case.id}").status_code == 403
    assert applicant.get("/").status_code == 404


def test_a_note_that_is_sent_twice_with_one_idempotency_key_is_kept_once(program, case, staff):
    sent = [program.post(f"/{case.id}/notes", {"text": "Hm."}, **{"Idempotency-Key": "key-12345"}) for _ in range(2)]
    assert sent[0].json() == sent[1].json()
    assert len(api.case(case.id, acting=staff.officer).notes) == 1
    other = program.post(f"/{case.id}/notes", {"text": "Ha."}, **{"Idempotency-Key": "key-12345"})
    assert other.status_code == 409


def test_cases_are_linked_and_closed_as_duplicates(program, case, council, ann):
    other = make_case(council, ann)
    assert program.post(f"/{case.id}/links", {"other": other.reference}).status_code == 204
    assert program.post(f"/{other.id}/duplicate", {"other": case.id}).status_code == 204
    assert {link["kind"] for link in program.get(f"/{case.id}").json()["links"]} == {"related", "has duplicate"}


def test_counts_and_tasks_of_staff(officer, case):
    assert officer.get("/counts").json()["states"] == {"received": 1}
    assert [task["key"] for task in officer.get("/tasks").json()] == ["check-photo"]


def test_hand_over_and_priority(officer, case, staff):
    body = {"person": staff.second.person, "note": "Please."}
    assert officer.post(f"/{case.id}/hand-over", body).status_code == 204
    assert officer.post(f"/{case.id}/priority", {"priority": "urgent"}).status_code == 204
    card = api.case(case.id, acting=staff.officer).card
    assert (card.assignee, card.priority) == (staff.second.person, "urgent")


@pytest.mark.parametrize("query", [{"state": "\x00"}, {"area": "\x00"}, {"team": "\x00"}, {"reference": "\x00"}])
def test_a_filter_that_cannot_be_printed_is_no_fault_of_ours(program, query):
    assert program.get("/", **query).status_code in (200, 400, 422)


def test_an_attachment_that_is_no_upload_is_refused_by_name(program, case):
    answer = program.post(f"/{case.id}/letters", {"text": "Dear", "attachments": ["no-id"]})
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["attachments"])


@pytest.mark.parametrize("name", ["EM-0000-00000", "x" * 300, "';--", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_case_is_not_found(program, name):
    assert program.get(f"/{name}").status_code == 404
    assert program.post(f"/tasks/{name}/complete").status_code == 404


def test_every_operation_is_described(db):
    described = Client().get("/api/openapi.json").json()["paths"]
    ours = {path: verbs for path, verbs in described.items() if path.startswith("/api/cases")}
    assert len(ours) >= 25
    assert all(operation["summary"] for verbs in ours.values() for operation in verbs.values())


def test_the_dashboard_shows_what_a_person_was_asked(case, staff, ann):
    from commonweal.blocks.cases.dashboard import tasks_for

    api.request_information(case=case.id, question="Which?", acting=staff.officer)
    [task] = tasks_for(str(ann.pk))
    assert task.object == f"case:{case.id}"
    assert task.due == api.my_tasks(acting=resident(ann))[0].due_at
