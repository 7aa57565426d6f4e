"""Messages are written once, leave once, are kept for their owner alone, and failures are seen."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest
from django.core import mail

from commonweal.blocks.messages import api, senders
from commonweal.blocks.messages.actions import deliver as delivering
from commonweal.blocks.messages.models import Message
from commonweal.blocks.messages.section import SECTIONS
from commonweal.blocks.messages.senders.http import HttpSender
from commonweal.blocks.messages.senders.smtp import SmtpSender
from commonweal.ground.identity.models import Person
from commonweal.kernel import clock
from commonweal.kernel.acting import STRANGER, SYSTEM, Acting
from commonweal.kernel.journal import entries
from commonweal.kernel.problems import Invalid, NotAllowed, NotFound, NotSignedIn
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> Person:
    return Person.objects.create_user("ann@example.org", name="Ann")


def acting_as(person: Person) -> Acting:
    return Acting(actor=f"person:{person.pk}")


def write(person: Person, key: str = "case:1/received", **more) -> list[Message]:
    words = {"subject": "We have it", "body": "Thank you.", "channels": ["email", "portal"]}
    return api.write_message(
        key=key,
        recipient=person.ref,
        email=person.email,
        language="en",
        organisation=None,
        acting=SYSTEM,
        **(words | more),
    )


def test_a_message_reaches_inbox_and_mail_and_is_journalled(ann, monkeypatch):
    monkeypatch.setattr(delivering, "email_sender", SmtpSender)
    write(ann)
    run_all()
    assert [row.subject for row in api.inbox(acting_as(ann))] == ["We have it"]
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [(["ann@example.org"], "We have it")]
    assert len(entries(types=["message.sent"])) == 2


def test_a_link_sends_only_what_waits_for_the_address_that_it_was_sent_to(ann):
    for email in ("first@example.org", "second@example.org"):
        typed = SimpleNamespace(ref=ann.ref, email=email)
        write(typed, key=email, about="case:1", held=True, channels=["email"])
    token = api.confirmation_link("case:1", "first@example.org").rsplit("/", 1)[-1]
    assert api.confirm_address(token=token, acting=STRANGER) == 1
    assert dict(Message.objects.values_list("key", "state")) == {
        "first@example.org:email": "queued",
        "second@example.org:email": "held",
    }


def test_the_same_key_is_the_same_message(ann):
    first, again = write(ann), write(ann, subject="Other words")
    assert [row.pk for row in first] == [row.pk for row in again]


def test_neither_address_nor_words_stand_in_the_table_in_plain(ann):
    rows = write(ann)
    assert "ann@example.org" not in rows[0].sealed
    assert "Thank" not in str(Message.objects.values_list())


def test_a_subject_with_line_breaks_cannot_add_headers(ann, monkeypatch):
    monkeypatch.setattr(delivering, "email_sender", SmtpSender)
    write(ann, subject="Hello\nBcc: everybody@example.org")
    run_all()
    assert mail.outbox[0].subject == "Hello Bcc: everybody@example.org"
    assert mail.outbox[0].recipients() == ["ann@example.org"]


def test_nobody_reads_the_message_of_another(ann):
    run = write(ann)
    other = Person.objects.create_user("ben@example.org")
    with pytest.raises(NotFound):
        api.read_message(message=str(run[1].pk), acting=acting_as(other))
    with pytest.raises(NotSignedIn):
        api.inbox(STRANGER)


def test_only_staff_of_the_organisation_may_write(ann):
    with pytest.raises(NotAllowed):
        api.write_message(
            key="x",
            recipient=ann.ref,
            email="",
            channels=["portal"],
            subject="s",
            body="b",
            language="en",
            organisation="0190",
            acting=Acting(actor="person:1", organisation="0191", roles=frozenset({"officer"})),
        )


def test_a_channel_that_is_not_wanted_is_not_used(ann, monkeypatch):
    monkeypatch.setattr(delivering, "email_sender", SmtpSender)
    api.choose_channel(channel="email", wanted=False, acting=acting_as(ann))
    write(ann)
    run_all()
    assert not mail.outbox
    assert set(Message.objects.values_list("channel", "state")) == {("email", "unwanted"), ("portal", "sent")}
    with pytest.raises(Invalid):
        api.choose_channel(channel="portal", wanted=False, acting=acting_as(ann))


@pytest.mark.parametrize(("hour", "until"), [(21, None), (22, "2026-11-03T07:00"), (3, "2026-11-02T07:00"), (7, None)])
def test_quiet_hours_hold_mail_until_morning(hour, until, settings):
    settings.QUIET_HOURS = (22, 7)
    found = delivering.quiet_until(datetime(2026, 11, 2, hour, 30, tzinfo=UTC))
    assert (found and found.isoformat()[:16]) == until


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        # The clocks go forward in the night of 28 March 2027, and back in that of 31 October.
        (datetime(2027, 3, 27, 23, tzinfo=UTC), datetime(2027, 3, 28, 6, tzinfo=UTC)),
        (datetime(2027, 3, 28, 21, 30, tzinfo=UTC), datetime(2027, 3, 29, 6, tzinfo=UTC)),
        (datetime(2027, 10, 30, 21, 30, tzinfo=UTC), datetime(2027, 10, 31, 7, tzinfo=UTC)),
        (datetime(2027, 6, 30, 20, 59, tzinfo=UTC), None),
        (datetime(2027, 12, 31, 23, 59, tzinfo=UTC), datetime(2028, 1, 1, 7, tzinfo=UTC)),
    ],
)
def test_quiet_hours_are_those_of_the_clock_on_the_wall(ann, settings, monkeypatch, moment, until):
    settings.QUIET_HOURS, settings.TIME_ZONE = (22, 7), "Europe/London"
    monkeypatch.setattr(delivering, "email_sender", SmtpSender)
    write(ann)
    with clock.standing_at(moment):
        run_all()
    # The inbox makes no noise: it is filled at any hour.
    assert Message.objects.get(channel="portal").state == "sent"
    assert len(mail.outbox) == (until is None)
    if until is not None:
        row = Message.objects.get(channel="email")
        assert (row.state, row.next_try_at, row.attempts, row.fault) == ("queued", until, 0, "")
        with clock.standing_at(until - timedelta(seconds=1)):
            run_all()
        assert not mail.outbox
        with clock.standing_at(until):
            run_all()
        assert len(mail.outbox) == 1


class Provider(BaseHTTPRequestHandler):
    """A faithful little mail provider: it honours the Idempotency-Key and can lose its answer once."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.letters[self.headers["Idempotency-Key"]] = body
        if self.server.answers_to_lose:
            self.server.answers_to_lose -= 1
            self.close_connection = True
            return
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def provider(settings):
    server = HTTPServer(("127.0.0.1", 0), Provider)
    server.letters, server.answers_to_lose = {}, 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.MAIL_URL = f"http://127.0.0.1:{server.server_port}/mail"
    settings.MAIL_TOKEN = "t"
    settings.OUTBOUND_PRIVATE = True
    yield server
    server.shutdown()
    server.server_close()


def test_an_answer_that_was_lost_makes_no_second_letter_at_a_provider_that_honours_keys(ann, provider, monkeypatch):
    monkeypatch.setattr(delivering, "email_sender", HttpSender)
    provider.answers_to_lose = 1
    write(ann, channels=["email"])
    run_all()
    with clock.standing_at(datetime(2030, 1, 1, tzinfo=UTC)):
        run_all()
    assert [letter["to"] for letter in provider.letters.values()] == ["ann@example.org"]
    assert Message.objects.get().state == "sent"


def test_calls_to_private_addresses_are_refused_in_earnest(settings):
    settings.MAIL_URL = "https://127.0.0.1/mail"
    assert "private network" in HttpSender().self_check()


def test_the_section_refuses_names_and_events_that_nothing_fills():
    section = SECTIONS[0]
    document = {
        "form": [{"questions": [{"key": "street"}]}],
        "case": {"transitions": {"fail": {}}},
        "messages": {
            "a": {"on": "case.failed", "subject": {"en": "x"}, "body": {"en": "{{answers.street}} {{case.refrence}}"}},
            "b": {"on": "case.fail", "subject": {"en": "{{case.reference}}"}, "body": {"en": "{{ answers.road }}"}},
        },
    }
    from pydantic import TypeAdapter

    content = TypeAdapter(section.model).validate_python(document["messages"])
    found = {(finding.code, finding.path[1]) for finding in section.check(content, document)}
    assert found == {("unknown-name", "a"), ("unknown-event", "a"), ("unknown-name", "b")}


def test_templates_fill_plain_values_only():
    values = {"case": {"reference": "EM-1"}, "answers": {"list": [1], "deep": {"a": "{{case.reference}}"}}}
    words = "{{ case.reference }}|{{answers.list}}|{{answers.deep.a}}|{{missing.name}}|{{ 7*7 }}"
    assert api.fill(words, values) == "EM-1||{{case.reference}}||"


def test_the_inbox_takes_two_queries_however_long_it_is(ann, django_assert_num_queries):
    for number in range(30):
        write(ann, key=str(number))
    with django_assert_num_queries(2):
        assert len(api.inbox(acting_as(ann))) == 30


def test_erasing_a_person_removes_their_messages(ann):
    from commonweal.blocks.messages.personal import PERSONAL

    write(ann)
    assert sum(part.erase(str(ann.pk)) for part in PERSONAL) == 2
    assert not Message.objects.exists()


def test_the_sender_is_chosen_by_the_settings(settings):
    settings.MAIL_SENDER = "http"
    assert isinstance(senders.email_sender(), HttpSender)
    assert SimpleNamespace(ok=senders.email_sender().self_check()).ok
