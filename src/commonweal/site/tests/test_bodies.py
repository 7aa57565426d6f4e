"""A request with too many bytes is refused before they are kept, whether or not it says how many there are."""

import os
import signal
import socket
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files import uploadhandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import FakePayload
from django.urls import get_resolver

from commonweal.kernel.capability import PACKAGE
from commonweal.kernel.testing.ports import free_port
from commonweal.site.requests.bodies import BodyLimitMiddleware, KnownLength, carriers, most_at
from commonweal.site.server import serving

SIX_HUNDRED = 600_000_000
SIGN_IN = "/account/login/"


class Endless:
    """A body that never ends; counts how much of it was read."""

    def __init__(self):
        self.given = 0

    def readline(self, size=-1):
        return self.read(size)

    def read(self, size=-1):
        assert size > 0, "nobody may ask for all of it"
        self.given += size
        assert self.given < 100_000_000
        return b"a" * size


def post(path, length, **more):
    client = Client(raise_request_exception=False)
    form = "multipart/form-data; boundary=x"
    body = {"wsgi.input": Endless(), "CONTENT_LENGTH": str(length), "CONTENT_TYPE": form, "REQUEST_METHOD": "POST"}
    return client.request(PATH_INFO=path, **body, **more), body["wsgi.input"]


@pytest.mark.parametrize("path", [SIGN_IN, "/", "/nowhere", "/api/journeys/", "/apply/town/bin", "/language/cy/"])
def test_a_huge_request_is_refused_before_a_byte_is_read(monkeypatch, path):
    monkeypatch.setattr(uploadhandler.TemporaryFileUploadHandler, "new_file", lambda *_a, **_k: pytest.fail("written"))
    answer, body = post(path, SIX_HUNDRED)
    assert (answer.status_code, body.given) == (413, 0)


def test_the_page_says_what_to_do_in_the_language_of_the_browser():
    answer, _ = post(SIGN_IN, SIX_HUNDRED)
    assert "We can take 1 MB at a time here." in answer.content.decode()
    welsh, _ = post(SIGN_IN, SIX_HUNDRED, HTTP_ACCEPT_LANGUAGE="cy")
    assert "Gallwn gymryd 1 MB ar y tro yma." in welsh.content.decode()


def test_a_program_gets_a_problem():
    answer, _ = post("/api/journeys/", SIX_HUNDRED)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:commonweal:problem:too-large"
    assert answer.json()["remedy"]


def test_only_what_takes_files_takes_more():
    assert most_at(SIGN_IN) == 1_000_000
    with_files = {"journeys:step", "desk:do", "portal:step", "portal:answer", "portal:write", "api:post_upload"}
    assert set(carriers()) == with_files
    assert most_at("/apply/0192f0c0-0000-7000-8000-000000000000/form/photos") == 60_000_000
    assert most_at("/api/forms/uploads") > 25_000_000
    assert all(carrier.most <= 60_000_000 for carrier in carriers().values())


def names(patterns, space=""):
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from names(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}"


def test_every_address_that_takes_more_exists():
    assert set(carriers()) - set(names(get_resolver().url_patterns)) == set()


# Every template with a form that takes files, and where that form is sent.
TAKES_FILES = {
    "services/journeys/jinja2/journeys/page.html": "journeys:step",
    "desk/jinja2/desk/parts.html": "desk:do",
    "portal/jinja2/portal/answer.html": "portal:answer",
    "portal/jinja2/portal/step.html": "portal:step",
    "portal/jinja2/portal/write.html": "portal:write",
}
# The parts that forms are made of, and the page that shows them all.
PARTS_OF_FORMS = "web/jinja2/web/"


def test_every_form_that_takes_files_is_sent_where_files_are_taken():
    found = {
        name
        for path in PACKAGE.rglob("*.html")
        if "multipart" in path.read_text("utf-8")
        and not (name := path.relative_to(PACKAGE).as_posix()).startswith(PARTS_OF_FORMS)
    }
    assert found == set(TAKES_FILES)
    assert set(TAKES_FILES.values()) <= set(carriers())


def seen(path, body, **environ):
    """What the application gets of a body that came in chunks."""
    found = {}

    def application(environ, _start):
        length = int(environ["CONTENT_LENGTH"])
        found.update(length=length, body=environ["wsgi.input"].read(length))
        return []

    KnownLength(application)({"PATH_INFO": path, "wsgi.input": body, **environ}, None)
    return found


CHUNKED = {"HTTP_TRANSFER_ENCODING": "chunked"}


def test_a_body_in_chunks_gets_its_length():
    assert seen(SIGN_IN, BytesIO(b"login=ann"), **CHUNKED) == {"length": 9, "body": b"login=ann"}


@pytest.mark.parametrize("path", [SIGN_IN, "/apply/0192f0c0-0000-7000-8000-000000000000/form/photos"])
def test_a_body_in_chunks_is_read_no_further_than_any_address_takes(path):
    endless = Endless()
    found = seen(path, endless, **CHUNKED)
    assert found["length"] > 1_000_000
    assert found["body"] == b""
    assert endless.given < 1_200_000


def test_where_files_are_taken_a_large_body_in_chunks_is_refused_too():
    endless = Endless()
    photos = RequestFactory().post("/apply/0192f0c0-0000-7000-8000-000000000000/form/photos").environ
    limited = BodyLimitMiddleware(lambda _request: HttpResponse("taken"))

    def application(environ, _start):
        return [limited(WSGIRequest(environ)).status_code]

    sent = {"CONTENT_LENGTH": "", "wsgi.input": endless, **CHUNKED}
    assert KnownLength(application)(photos | sent, None) == [413]
    assert endless.given < 1_200_000


def test_what_says_its_length_is_left_alone():
    assert seen(SIGN_IN, BytesIO(b"login=ann"), CONTENT_LENGTH="5", **CHUNKED) == {"length": 5, "body": b"login"}
    assert seen(SIGN_IN, BytesIO(b"login=ann"), CONTENT_LENGTH="9") == {"length": 9, "body": b"login=ann"}


def test_a_page_still_takes_its_form():
    body = b"login=ann"
    request = RequestFactory().post(SIGN_IN, body, content_type="application/x-www-form-urlencoded")
    assert request.POST["login"] == "ann"
    assert FakePayload(body).read() == body


def test_what_the_processes_write_is_for_their_user_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(serving, "call_command", lambda *_a, **_k: None)
    monkeypatch.setattr(serving, "compile_templates", lambda: None)
    before = os.umask(0o022)
    try:
        serving.prepare()
        (tmp_path / "file").write_text("x")
        (tmp_path / "folder").mkdir()
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o700


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A place that is really served, without a database; clients may be silent for a second."""
    folder = tmp_path_factory.mktemp("served")
    port = free_port()
    code = (
        "from commonweal.site.command import set_up; set_up()\n"
        "from commonweal.site.server import serving; serving.CLIENT_SILENT = 1\n"
        f"serving.gunicorn(bind='127.0.0.1:{port}', workers=1, threads=2)"
    )
    kept = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    own = {"COMMONWEAL_MODE": "demo", "COMMONWEAL_VAR": str(folder), "PYTHONPATH": str(PACKAGE.parent)}
    running = subprocess.Popen([sys.executable, "-c", code], env={**kept, **own}, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert running.poll() is None, "it ended"
            time.sleep(0.1)
        yield port
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(30)


def talk(port, *pieces):
    """What the server says to what is sent; it must end the talk by itself."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        for piece in pieces:
            client.sendall(piece)
        said = b""
        while got := client.recv(65_536):
            said += got
        return said


HEAD = b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.slow
def test_a_server_refuses_a_huge_body_in_either_form(served):
    assert talk(served, HEAD + FORM + b"Content-Length: 600000000\r\n\r\n").startswith(b"HTTP/1.1 413")
    chunk = b"%x\r\n%s\r\n" % (1_100_000, b"a" * 1_100_000)
    assert talk(served, HEAD + FORM + b"Transfer-Encoding: chunked\r\n\r\n", chunk).startswith(b"HTTP/1.1 413")


@pytest.mark.slow
def test_a_server_refuses_long_and_many_headers(served):
    assert talk(served, b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 9000 + b"\r\n\r\n")[9:12] in {
        b"400",
        b"431",
    }
    many = b"".join(b"X-%d: 1\r\n" % number for number in range(80))
    assert talk(served, b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n" + many + b"\r\n")[9:12] in {b"400", b"431"}


@pytest.mark.slow
@pytest.mark.parametrize("begun", [b"GET /health/li", HEAD + FORM + b"Content-Length: 9\r\n\r\nlog"])
def test_silent_clients_hold_no_thread_for_long(served, begun):
    silent = [socket.create_connection(("127.0.0.1", served)) for _ in range(2)]
    try:
        for client in silent:
            client.sendall(begun)
        time.sleep(0.2)
        assert b"200 OK" in talk(served, b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    finally:
        for client in silent:
            client.close()


def test_the_units_keep_files_private():
    units = list((PACKAGE.parents[1] / "deploy").glob("*.service"))
    assert len(units) == 2
    assert all("\nUMask=0077\n" in Path(unit).read_text() for unit in units)
