"""The state of a message after each answer that a provider may give over HTTP."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from commonweal.blocks.messages.actions import deliver as delivering
from commonweal.blocks.messages.models import Message
from commonweal.blocks.messages.senders import NotNow, OurFault
from commonweal.blocks.messages.senders.http import HttpSender
from commonweal.blocks.messages.tests.posting import START, run_for, write
from commonweal.kernel.clock import standing_at
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db


class Provider(BaseHTTPRequestHandler):
    """A provider that gives the answers that a test chose, and delivers each key once."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        status, headers = self.server.answer
        if status == 202:
            self.server.letters.add(self.headers["Idempotency-Key"])
        self.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def provider(settings, monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), Provider)
    server.letters, server.answer = set(), (202, {})
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.MAIL_URL = f"http://127.0.0.1:{server.server_port}/mail"
    settings.MAIL_TOKEN = "t"
    settings.OUTBOUND_PRIVATE = True
    monkeypatch.setattr(delivering, "email_sender", HttpSender)
    yield server
    server.shutdown()
    server.server_close()


HTTP = [
    (200, "sent", ""),
    (202, "sent", ""),
    (301, "queued", "ours"),
    (400, "refused", ""),
    (401, "queued", "ours"),
    (403, "queued", "ours"),
    (404, "queued", "ours"),
    (405, "queued", "ours"),
    (408, "queued", "later"),
    (409, "queued", "later"),
    (413, "queued", "ours"),
    (422, "refused", ""),
    (425, "queued", "later"),
    (429, "queued", "later"),
    (500, "queued", "later"),
    (502, "queued", "later"),
    (503, "queued", "later"),
    (504, "queued", "later"),
]


@pytest.mark.parametrize(("status", "state", "fault"), HTTP)
def test_what_a_provider_answers_decides_what_becomes_of_a_message(provider, status, state, fault):
    provider.answer = (status, {})
    write()
    with standing_at(START):
        run_all()
    row = Message.objects.get()
    assert (row.state, row.fault) == (state, fault)
    if state == "queued":
        provider.answer = (202, {})
        run_for(1)
        assert Message.objects.get().state == "sent"
        assert provider.letters == {str(row.pk)}


@pytest.mark.parametrize("written", ["7200", "Mon, 01 Mar 2027 11:00:00 GMT"])
def test_a_provider_that_says_when_to_ask_again_is_asked_then(provider, written):
    provider.answer = (429, {"Retry-After": written})
    write()
    with standing_at(START):
        run_all()
    assert START + timedelta(hours=2) <= Message.objects.get().next_try_at < START + timedelta(hours=3)


@pytest.mark.parametrize("written", ["soon", "-5", "", "1e9", "99999999999"])
def test_an_unreasonable_retry_after_is_capped(provider, written):
    provider.answer = (503, {"Retry-After": written})
    write()
    with standing_at(START):
        run_all()
    assert Message.objects.get().next_try_at <= START + timedelta(days=1, hours=1)


def test_a_name_that_cannot_be_looked_up_is_tried_again_and_a_wrong_address_is_ours(settings):
    settings.OUTBOUND_PRIVATE = False
    sender = HttpSender()
    outgoing = delivering.Outgoing("k", "a@example.org", "s", "b", "en")
    settings.MAIL_URL = "https://nothing.invalid/mail"
    with pytest.raises(NotNow):
        sender.send(outgoing)
    settings.MAIL_URL = "ftp://example.org/mail"
    with pytest.raises(OurFault):
        sender.send(outgoing)


@pytest.mark.parametrize(("token", "state"), [("two\nlines", "queued"), ("", "sent")])
def test_a_token_that_cannot_be_sent_is_ours(provider, settings, token, state):
    settings.MAIL_TOKEN = token
    write()
    with standing_at(START):
        run_all()
    row = Message.objects.get()
    assert (row.state, row.fault) == (state, "ours" if state == "queued" else "")
