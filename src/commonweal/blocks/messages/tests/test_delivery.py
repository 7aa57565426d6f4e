"""What becomes of a message for each answer that a mail server may give at each stage."""

import json
import smtplib
import socket
import ssl
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest
from django.core import mail
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commonweal.blocks.messages import api
from commonweal.blocks.messages.actions import deliver as delivering
from commonweal.blocks.messages.models import Message
from commonweal.blocks.messages.senders import NotNow, OurFault, smtp
from commonweal.blocks.messages.senders.smtp import SmtpSender
from commonweal.blocks.messages.senders.smtp_answers import meaning
from commonweal.blocks.messages.tests.fake_smtp import DROP, FakeSmtp
from commonweal.blocks.messages.tests.posting import START, run_for, write
from commonweal.ground.identity.models import Person
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import tasks
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.clock import standing_at
from commonweal.kernel.journal import entries
from commonweal.kernel.problems import Conflict, NotAllowed, NotFound
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_TIMEOUT = 2
    settings.DEFAULT_FROM_EMAIL = "Town <town@example.org>"
    monkeypatch.setattr(delivering, "email_sender", SmtpSender)
    with FakeSmtp() as found:
        settings.EMAIL_PORT = found.port
        yield found


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
    # Who is told: the doctor at once where we have to mend something, else nobody yet.
    assert ("check the COMMONWEAL_" in (check or "")) == (fault == "ours")
    told = entries(types=["message.sent" if state == "sent" else "message.failed"])
    assert len(told) == (0 if state == "queued" else 1)
    assert bool(server.delivered) == (state == "sent" or script == {"end": DROP})


@pytest.mark.parametrize("script", [row[0] for row in SMTP if row[1] == "queued"], ids=json.dumps)
def test_whatever_makes_a_message_wait_it_leaves_once_that_is_mended(server, settings, script):
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
def test_what_the_network_does_is_no_verdict_on_an_address(error, kind):
    assert type(meaning(error)) is kind


def test_a_closed_port_is_tried_for_days_and_then_given_up(server, settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    write()
    run_for(3.5)
    row = Message.objects.get()
    assert (row.state, row.fault) == ("queued", "later")
    assert row.next_try_at - row.failing_since > timedelta(days=3)
    # Some hours before the end there is still nothing on the desk, but the doctor knows.
    with standing_at(START + timedelta(days=3)):
        assert "could not leave" in api.delivery_check()
    run_for(5)
    row = Message.objects.get()
    assert (row.state, len(tasks.dead_letters())) == ("given_up", 1)
    assert 40 < row.attempts < 200
    assert len(entries(types=["message.failed"])) == 1


def test_work_given_up_is_really_done_when_it_is_tried_again(server, settings):
    server.answers({"rcpt": "451 4.3.0 later"})
    write()
    end = run_for(5)
    (letter,) = tasks.dead_letters()
    server.answers({})
    tasks.replay(letter.id)
    with standing_at(end):
        run_all()
    assert Message.objects.get().state == "sent"
    assert len(server.delivered) == 1


def test_work_given_up_that_fails_again_gets_all_patience_anew(server):
    server.answers({"rcpt": "451 4.3.0 later"})
    write()
    end = run_for(5)
    (letter,) = tasks.dead_letters()
    tasks.replay(letter.id)
    run_for(2, end)
    assert Message.objects.get().state == "queued"
    run_for(5, end)
    assert (Message.objects.get().state, len(tasks.dead_letters())) == ("given_up", 1)


def test_tries_come_further_and_further_apart_and_not_all_at_once():
    with standing_at(START):
        waits = [delivering.next_try("a", number) - START for number in range(1, 40)]
        spread = {delivering.next_try(str(number), 12) for number in range(20)}
        asked = delivering.next_try("a", 1, 7200) - START
    assert waits[0] < timedelta(seconds=10)
    assert timedelta(hours=1) <= waits[-1] < timedelta(hours=2)
    assert len(spread) > 15
    assert timedelta(hours=2) <= asked < timedelta(hours=3)


def test_a_fault_of_ours_waits_longer_than_the_patience_with_others(server):
    server.answers({"mail": "535 5.7.8 no"})
    write()
    run_for(10)
    row = Message.objects.get()
    assert (row.state, row.fault) == ("queued", "ours")
    run_for(40)
    assert Message.objects.get().state == "given_up"


def test_a_delivery_that_was_queued_twice_sends_once(server):
    row = write()
    delivering.deliver.enqueue(str(row.pk), row.turn)
    delivering.deliver.enqueue(str(row.pk), row.turn + 1)
    with standing_at(START):
        run_all()
    assert len(server.delivered) == 1


def test_a_killed_delivery_leaves_one_valid_next_try(server):
    server.answers({"rcpt": "450 4.2.0 greylisted"})
    row = write()
    with standing_at(START):
        run_all()
        # The worker died after it had noted the failure: its task is taken over and runs again.
        delivering.deliver.func(str(row.pk), 0)
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path__endswith=".deliver")
    assert (waiting.count(), Message.objects.get().attempts) == (1, 1)


@pytest.mark.parametrize("answer", ["550 5.1.1 no", "451 4.3.0 later", "535 5.7.8 no"])
def test_staff_send_again_what_did_not_leave(server, answer):
    organisation = make_organisation()
    officer = make_staff(organisation, Person.objects.create_user("o@example.org"), "officer")
    server.answers({"rcpt": answer})
    row = write(organisation=str(organisation.pk))
    with standing_at(START):
        run_all()
        server.answers({})
        (line,) = api.messages_about("case:1", str(organisation.pk), officer)
        assert line.may_resend
        api.send_again(message=str(row.pk), acting=officer)
        run_all()
    assert (Message.objects.get().state, len(server.delivered)) == ("sent", 1)
    assert entries(types=["message.tried_again"])
    with pytest.raises(Conflict):
        api.send_again(message=str(row.pk), acting=officer)
    run_for(1)
    assert len(server.delivered) == 1


def test_nobody_sends_the_messages_of_another_organisation_again(server):
    row = write(organisation=str(make_organisation().pk))
    other = make_organisation()
    outsider = make_staff(other, Person.objects.create_user("o@example.org"), "officer", "manager")
    with pytest.raises(NotFound):
        api.send_again(message=str(row.pk), acting=outsider)
    with pytest.raises(NotFound):
        api.send_again(message=str(row.pk), acting=Acting(actor="guest:1"))
    for forbidden in (api.waiting, lambda acting: api.send_waiting(acting=acting)):
        with pytest.raises(NotAllowed):
            forbidden(outsider)


def test_all_that_waits_leaves_at_once_when_the_steward_says_so(server):
    server.answers({"mail": "535 5.7.8 no"})
    for number in range(3):
        write(key=str(number))
    with standing_at(START):
        run_all()
        assert [(one.cause, one.messages) for one in api.waiting(SYSTEM)] == [("ours", 3)]
        server.answers({})
        assert api.send_waiting(acting=SYSTEM) == 3
        run_all()
        assert api.waiting(SYSTEM) == []
    assert len(server.delivered) == 3
    run_for(1)
    assert len(server.delivered) == 3


def test_an_address_that_cannot_be_written_is_refused_and_a_wrong_sender_is_ours(server, settings, monkeypatch):
    settings.DEFAULT_FROM_EMAIL = "nobody"
    write()
    with standing_at(START):
        run_all()
    assert Message.objects.get().fault == "ours"
    settings.DEFAULT_FROM_EMAIL = "town@example.org"
    run_for(1)
    assert Message.objects.get().state == "sent"


def test_a_slow_answer_to_a_message_is_waited_for_longer_than_a_connection():
    class Socket:
        def settimeout(self, seconds):
            self.seconds = seconds

    socket = Socket()
    smtp._patient(SimpleNamespace(connection=SimpleNamespace(sock=socket)))
    assert socket.seconds >= 60


def test_a_fault_in_our_own_code_is_tried_again_and_kept(monkeypatch):
    class Broken:
        def send(self, message):
            raise httpx.ReadTimeout("slow")

    monkeypatch.setattr(delivering, "email_sender", Broken)
    write()
    with standing_at(START):
        run_all()
    assert (Message.objects.get().fault, Message.objects.get().error) == ("later", "ReadTimeout")


def test_the_test_backend_needs_no_server(monkeypatch):
    monkeypatch.setattr(delivering, "email_sender", SmtpSender)
    write()
    with standing_at(START):
        run_all()
    assert len(mail.outbox) == 1
