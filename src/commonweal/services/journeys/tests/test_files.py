"""Files on the pages of a journey: removed ones are deleted, and a refusal loses nothing that was typed."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from commonweal.blocks.forms.actions import store_upload
from commonweal.blocks.forms.files import quotas
from commonweal.blocks.forms.models import Upload
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.tests.conftest import BIN, apply, write_place
from commonweal.services.journeys.tests.test_pages import POSTS, start
from commonweal.services.journeys.tests.test_resume_link import link_to

pytestmark = pytest.mark.django_db
PAPERS = """      - {key: papers, type: file, accept: [text/plain], max_files: 3, required: false, label: {en: Papers, cy: Papurau}}
"""
NOTE = "      - {key: note, type: text"


@pytest.fixture
def papers(town, settings, tmp_path):
    """The same service, which also asks for papers on its second page."""
    settings.MEDIA_ROOT = tmp_path / "files"
    assert NOTE in BIN
    text = re.sub(r"examples:.*", "", BIN.replace(NOTE, PAPERS + NOTE), flags=re.S)
    write_place(town, text)
    apply(town)
    return town


def paper(words=b"a paper"):
    file = BytesIO(words)
    file.name = "paper.txt"
    return file


def second_page(client):
    return client.post(start(client).request["PATH_INFO"], POSTS["where"], follow=True).request["PATH_INFO"]


def test_a_file_that_is_taken_away_on_its_page_is_deleted_with_the_answer(
    papers, client, django_capture_on_commit_callbacks
):
    address = second_page(client)
    client.post(address, {**POSTS["what"], "papers": [paper(), paper()]})
    _, second = Upload.objects.all()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {**POSTS["what"], "papers": [str(second.pk)]})
    assert [row.pk for row in Upload.objects.all()] == [second.pk]
    client.post(address, {**POSTS["what"], "papers": [str(second.pk)]})
    assert Upload.objects.count() == 1


def test_a_file_stays_while_its_page_has_something_to_correct(papers, client):
    address = second_page(client)
    client.post(address, {**POSTS["what"], "papers": [paper()]})
    (row,) = Upload.objects.all()
    client.post(address, {"kind": "", "papers": [str(row.pk)]})
    assert Upload.objects.count() == 1


def test_a_file_that_does_not_become_an_answer_is_not_kept(papers, client, storage, django_capture_on_commit_callbacks):
    address, table = second_page(client), BytesIO(b"a,b\n1,2\n")
    table.name = "table.csv"
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {**POSTS["what"], "papers": [table, paper()]})
    assert "Choose a file of one of these kinds" in answer.content.decode()
    (kept,) = Upload.objects.all()
    assert (kept.name, len(storage())) == ("paper.txt", 1)


@pytest.fixture
def storage(settings):
    """What lies on the disk now."""
    return lambda: [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


ROWS = """      - key: bags
        type: repeat
        required: false
        label: {en: Bags, cy: Bagiau}
        item: {en: Bag, cy: Bag}
        each:
          - {key: colour, type: text, label: {en: Colour, cy: Lliw}}
          - {key: photo, type: file, accept: [text/plain], label: {en: Photo, cy: Llun}}
"""


def test_a_file_in_a_row_that_is_not_finished_moves_with_the_link(town, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    write_place(town, re.sub(r"examples:.*", "", BIN.replace(NOTE, ROWS + NOTE), flags=re.S))
    apply(town)
    address, other = second_page(client), Client()
    client.post(address, {**POSTS["what"], "bags-0-colour": "", "bags-0-photo": [paper()], "_then": "save"})
    (row,) = Upload.objects.all()
    other.post(link_to(client, address.split("/")[2]))
    (moved,) = Upload.objects.all()
    assert moved.pk == row.pk
    assert moved.owner == Journey.objects.get().owner != row.owner
    assert "paper.txt" in other.get(address).content.decode()


def test_a_draft_that_is_deleted_takes_the_files_of_unfinished_rows_along(
    town, client, settings, tmp_path, storage, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path / "files"
    write_place(town, re.sub(r"examples:.*", "", BIN.replace(NOTE, ROWS + NOTE), flags=re.S))
    apply(town)
    address = second_page(client)
    client.post(address, {**POSTS["what"], "bags-0-colour": "", "bags-0-photo": [paper()], "_then": "save"})
    assert len(storage()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("journeys:discard", args=[address.split("/")[2]]))
    assert (Journey.objects.count(), Upload.objects.count(), storage()) == (0, 0, [])


def test_guests_of_one_network_share_a_limit_and_what_else_was_typed_stays(papers, client, monkeypatch):
    monkeypatch.setattr(quotas, "OF_NETWORK", quotas.Quota(1, quotas.MEGABYTE))
    client.post(second_page(client), {**POSTS["what"], "papers": [paper()]})
    client.cookies.clear()
    answer = client.post(second_page(client), {**POSTS["what"], "note": "By the gate", "papers": [paper()]})
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "Many files were sent from here" in words
    assert "By the gate" in words
    assert Upload.objects.count() == 1


def test_nothing_is_locked_while_a_file_is_looked_through(papers, client, monkeypatch):
    outside, inside, make_safe = len(connection.savepoint_ids), [], store_upload.make_safe

    def looked_through(content, name):
        inside.append(len(connection.savepoint_ids))
        return make_safe(content, name)

    monkeypatch.setattr(store_upload, "make_safe", looked_through)
    client.post(second_page(client), {**POSTS["what"], "papers": [paper()]})
    assert inside == [outside]
