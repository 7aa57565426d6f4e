"""The state of a message after each answer that a mail server may give at each stage."""

import json
import smtplib
import socket
import ssl
from types import SimpleNamespace

import pytest
from django.core import mail

from commonweal.blocks.messages import api
from commonweal.blocks.messages.actions import deliver as delivering
from commonweal.blocks.messages.models import Message
from commonweal.blocks.messages.senders import NotNow, OurFault, smtp
from commonweal.blocks.messages.senders.smtp import SmtpSender
from commonweal.blocks.messages.senders.smtp_answers import meaning
from commonweal.blocks.messages.tests.fake_smtp import DROP
from commonweal.blocks.messages.tests.posting import START, run_for, write
from commonweal.kernel import tasks
from commonweal.kernel.clock import standing_at
from commonweal.kernel.journal import entries
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db


# At which stage the server says what; what then holds of the message after the first try: its state, and why it waits.
SMTP = [
    ({}, "sent", ""),
    ({"quit": DROP}, "sent", ""),
    ({"quit": "500 what?"}, "sent", ""),
    ({"connect": "421 4.3.2 shutting down"}, "queued", "later"),
    ({"connect": "450 4.3.2 busy"}, "queued", "later"),
    ({"connect": DROP}, "queued", "later"),
    ({"connect": "554 5.7.1 no service for you"}, "queued", "ours"),
    ({"ehlo": "421 4.3.2 later"}, "queued", "later"),
    ({"ehlo": DROP}, "queued", "later"),
    ({"ehlo": "550 5.7.1 blocked"}, "queued", "ours"),
    ({"starttls": "454 4.7.0 not now"}, "queued", "later"),
    ({"starttls": "220 go on"}, "queued", "later"),
    ({"starttls": DROP}, "queued", "later"),
    ({"starttls": "502 5.5.1 never"}, "queued", "ours"),
    ({"ehlo": "250 fake.example"}, "queued", "ours"),
    ({"auth": "454 4.7.0 temporary"}, "queued", "later"),
    ({"auth": "421 4.7.0 too many"}, "queued", "later"),
    ({"auth": DROP}, "queued", "later"),
    ({"auth": "535 5.7.8 wrong password"}, "queued", "ours"),
    ({"auth": "530 5.7.0 no"}, "queued", "ours"),
    ({"mail": "421 4.3.2 later"}, "queued", "later"),
    ({"mail": "451 4.3.0 later"}, "queued", "later"),
    ({"mail": "452 4.3.1 disk full"}, "queued", "later"),
    ({"mail": DROP}, "queued", "later"),
    ({"mail": "530 5.7.0 sign in first"}, "queued", "ours"),
    ({"mail": "535 5.7.8 no"}, "queued", "ours"),
    ({"mail": "550 5.1.8 unknown sender"}, "queued", "ours"),
    ({"mail": "553 not your address"}, "queued", "ours"),
    ({"mail": "554 5.7.1 blocked"}, "queued", "ours"),
    ({"rcpt": "421 4.3.2 later"}, "queued", "later"),
    ({"rcpt": "450 4.2.0 greylisted"}, "queued", "later"),
    ({"rcpt": "451 4.7.1 try again later"}, "queued", "later"),
    ({"rcpt": "452 4.2.2 mailbox full"}, "queued", "later"),
    ({"rcpt": DROP}, "queued", "later"),
    ({"rcpt": "550 5.1.1 <ann@example.org>: no such user"}, "refused", ""),
    ({"rcpt": "550 no such user"}, "refused", ""),
    ({"rcpt": "501 5.1.3 bad syntax"}, "refused", ""),
    ({"rcpt": "551 moved away"}, "refused", ""),
    ({"rcpt": "552 5.2.2 over quota"}, "refused", ""),
    ({"rcpt": "553 5.1.2 no such domain"}, "refused", ""),
    ({"rcpt": "554 5.4.4 no route"}, "refused", ""),
    ({"rcpt": "556 5.1.10 takes no mail"}, "refused", ""),
    ({"rcpt": "550 5.7.1 relaying denied"}, "queued", "ours"),
    ({"rcpt": "550 5.1.8 sender unknown"}, "queued", "ours"),
    ({"rcpt": "554 relay access denied"}, "queued", "ours"),
    ({"rcpt": "530 5.7.0 sign in first"}, "queued", "ours"),
    ({"rcpt": "503 5.5.1 bad sequence"}, "queued", "ours"),
    ({"data": "421 4.3.2 later"}, "queued", "later"),
    ({"data": "451 4.3.0 later"}, "queued", "later"),
    ({"data": DROP}, "queued", "later"),
    ({"data": "554 5.7.1 policy"}, "queued", "ours"),
    ({"data": "550 5.1.1 no such user"}, "refused", ""),
    ({"end": "421 4.3.2 later"}, "queued", "later"),
    ({"end": "451 4.7.0 greylisted"}, "queued", "later"),
    ({"end": "452 4.3.1 disk full"}, "queued", "later"),
    ({"end": DROP}, "queued", "later"),
    ({"end": "554 5.7.1 looks like spam"}, "queued", "ours"),
    ({"end": "552 5.3.4 too large"}, "queued", "ours"),
    ({"end": "550 5.2.1 mailbox disabled"}, "refused", ""),
]


@pytest.mark.parametrize(("script", "state", "fault"), SMTP, ids=[json.dumps(row[0]) for row in SMTP])
def test_what_a_mail_server_answers_decides_what_becomes_of_a_message(server, settings, caplog, script, state, fault):
    stage = next(iter(script), "")
    settings.EMAIL_USE_TLS = stage == "starttls"
    if stage == "auth" or script.get("ehlo", "").startswith("250"):
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "town", "secret"
    server.answers(script)
    write()
    with standing_at(START):
        run_all()
        check = api.delivery_check()
    row = Message.objects.get()
    assert (row.state, row.fault) == (state, fault)
    # Nothing but numbers is kept of an answer: its words may repeat the address.
    assert "ann@" not in row.error
    # A message that waits has its next try; nobody else's work is held up by it.
    assert (row.next_try_at is not None) == (state == "queued")
    assert tasks.dead_letters() == []
    # The doctor warns at once where our settings have to be corrected.
    assert ("check the COMMONWEAL_" in (check or "")) == (fault == "ours")
    told = entries(types=["message.sent" if state == "sent" else "message.failed"])
    assert len(told) == (0 if state == "queued" else 1)
    assert bool(server.delivered) == (state == "sent" or script == {"end": DROP})


@pytest.mark.parametrize("script", [row[0] for row in SMTP if row[1] == "queued"], ids=json.dumps)
def test_a_message_that_waits_is_sent_once_the_cause_is_corrected(server, settings, script):
    settings.EMAIL_USE_TLS = "starttls" in script
    server.answers(script)
    write()
    if script.get("ehlo", "").startswith("250") or "auth" in script:
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "town", "secret"
    with standing_at(START):
        run_all()
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    server.answers({})
    run_for(1)
    assert Message.objects.get().state == "sent"
    key = Message.objects.get().pk
    assert all(f"Message-ID: <{key}@example.org>" in letter for letter in server.delivered)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (socket.gaierror("no such name"), NotNow),
        (ConnectionRefusedError(), NotNow),
        (TimeoutError(), NotNow),
        (ssl.SSLError("hiccup"), NotNow),
        (smtplib.SMTPServerDisconnected("gone"), NotNow),
        (ssl.SSLCertVerificationError("expired"), OurFault),
        (smtplib.SMTPNotSupportedError("no AUTH"), OurFault),
        (smtplib.SMTPException("No suitable authentication method found."), OurFault),
    ],
)
def test_a_network_error_says_nothing_about_the_address(error, kind):
    assert type(meaning(error)) is kind


def test_a_wrong_sender_address_is_our_fault_and_the_message_waits(server, settings):
    settings.DEFAULT_FROM_EMAIL = "nobody"
    write()
    with standing_at(START):
        run_all()
    assert Message.objects.get().fault == "ours"
    settings.DEFAULT_FROM_EMAIL = "town@example.org"
    run_for(1)
    assert Message.objects.get().state == "sent"


def test_an_answer_may_take_longer_than_a_connection():
    class Socket:
        def settimeout(self, seconds):
            self.seconds = seconds

    socket = Socket()
    smtp._patient(SimpleNamespace(connection=SimpleNamespace(sock=socket)))
    assert socket.seconds >= 60


def test_the_test_backend_needs_no_server(monkeypatch):
    monkeypatch.setattr(delivering, "email_sender", SmtpSender)
    write()
    with standing_at(START):
        run_all()
    assert len(mail.outbox) == 1
