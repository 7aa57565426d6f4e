"""At most two files are opened at a time on one machine, by all processes together; others are asked to try again."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonweal.blocks.forms import api
from commonweal.blocks.forms.files import memory_limit, sanitising, separate_process
from commonweal.blocks.forms.tests.sent_files import ANN, named, photo
from commonweal.blocks.forms.tests.test_sanitising import DOCX, PDF, zipped
from commonweal.ground.identity.testing import BACKEND, make_person

SOURCES = Path(__file__).parents[4]
# Another process of the place: it takes a slot, says so, and keeps it until its input ends.
HOLDER = """
import sys
from django.conf import settings
settings.configure(VAR=sys.argv[1])
from commonweal.blocks.forms.files import memory_limit
with memory_limit.slot():
    print("taken", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def var(settings, tmp_path, monkeypatch):
    settings.VAR = settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(memory_limit, "PATIENCE", 0)
    return tmp_path


@pytest.fixture
def others(var):
    """As many other processes as there are slots, each of which holds one."""
    command = [sys.executable, "-c", HOLDER, str(var)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": {"PYTHONPATH": str(SOURCES)}}
    running = [subprocess.Popen(command, **pipes) for _ in range(memory_limit.AT_ONCE)]
    assert [each.stdout.readline() for each in running] == [b"taken\n"] * memory_limit.AT_ONCE
    yield running
    for each in running:
        each.kill()
        each.communicate()


def test_a_slot_that_another_process_holds_is_free_again_when_it_dies(others):
    with pytest.raises(memory_limit.Busy), memory_limit.slot():
        pass
    others[0].kill()
    others[0].wait()
    with memory_limit.slot():
        pass


def test_a_file_that_waits_gets_the_next_free_slot(others, monkeypatch):
    monkeypatch.setattr(memory_limit, "PATIENCE", 60)
    threading.Timer(0.2, others[1].kill).start()
    with memory_limit.slot():
        pass


def test_no_more_readers_run_at_once_than_there_are_slots(monkeypatch):
    running, most, counted = [], [], threading.Lock()

    def slow(reader, content):
        with counted:
            running.append(reader)
            most.append(len(running))
        time.sleep(0.02)
        with counted:
            running.remove(reader)
        return b"harmless"

    monkeypatch.setattr(separate_process, "ask", slow)
    monkeypatch.setattr(memory_limit, "PATIENCE", 60)
    threads = [threading.Thread(target=sanitising.make_safe, args=(PDF, "x.pdf")) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (12, memory_limit.AT_ONCE)


@pytest.mark.parametrize("kind", ["a photograph", "a PDF", "a document"])
def test_a_file_that_has_to_be_opened_waits_for_a_slot(kind, others):
    content = {"a photograph": photo().read(), "a PDF": PDF, "a document": zipped(DOCX)}[kind]
    with pytest.raises(memory_limit.Busy):
        sanitising.make_safe(content, "x")


@pytest.mark.django_db
def test_a_text_needs_no_slot(others):
    assert api.store_upload(file=named("a.txt", b"hello"), owner=ANN.actor, acting=ANN).size == 5


@pytest.mark.django_db
def test_a_refusal_without_a_free_slot_is_shown_at_the_question(others, var):
    asked = {"key": "photo", "type": "file", "label": {"en": "Photo"}}
    form = api.read_form([{"page": "p", "title": {"en": "P"}, "questions": [asked]}])
    received = api.receive_files(form, "p", {}, {"photo": photo()}, owner=ANN.actor, acting=ANN)
    assert received.posted == {}
    assert "Your answers are kept; choose the file again in a minute" in received.errors["photo"]
    assert not [path for path in var.rglob("*") if path.is_file() and path.parent.name != "slots"]


@pytest.mark.django_db
def test_a_program_gets_the_time_to_try_again(others, client):
    client.force_login(make_person("Ann", "ann@example.org"), backend=BACKEND)
    answer = client.post("/api/forms/uploads", {"file": SimpleUploadedFile("a.jpg", photo().read())})
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer.json()["type"] == "urn:commonweal:problem:busy"
