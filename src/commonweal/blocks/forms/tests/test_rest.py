"""Files through the HTTP API: the same checks as everywhere."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonweal.blocks.forms.models import Upload
from commonweal.blocks.forms.tests.sent_files import photo

pytestmark = pytest.mark.django_db
ADDRESS = "/api/forms/uploads"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ann(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("ann@example.org"))
    return client


def send(client, content, name="sofa.jpg"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_sent_seen_fetched_and_deleted(ann):
    answer = send(ann, photo().read())
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert (body["name"], body["media_type"], body["state"]) == ("sofa.jpg", "image/jpeg", "unscanned")
    assert ann.get(f"{ADDRESS}/{body['id']}").json() == body
    content = ann.get(f"{ADDRESS}/{body['id']}/content")
    assert content["Content-Disposition"].startswith("attachment")
    assert ann.delete(f"{ADDRESS}/{body['id']}").status_code == 204
    assert not Upload.objects.exists()


def test_strangers_and_others_find_nothing(ann, client, django_user_model):
    sent = send(ann, photo().read()).json()["id"]
    client.force_login(django_user_model.objects.create_user("bob@example.org"))
    for address in (f"{ADDRESS}/{sent}", f"{ADDRESS}/{sent}/content"):
        assert client.get(address).status_code == 404
    assert client.delete(f"{ADDRESS}/{sent}").status_code == 404
    client.logout()
    assert send(client, photo().read()).status_code == 401


def test_an_unsafe_file_is_a_problem_that_names_the_field(ann):
    answer = send(ann, b"MZ\x90\x00" + b"\0" * 99, "x.jpg")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert "file" in answer.json()["fields"]


def test_a_request_without_a_file_is_told_so(ann):
    assert ann.post(ADDRESS, {}).status_code == 422
