"""Pages say what is sent to whom, and promise nothing that does not come."""

import re
from uuid import uuid4

import pytest
from django.utils import translation

from commonweal.blocks.messages import api as messages
from commonweal.blocks.messages.models import STATES, Message
from commonweal.kernel import journal
from commonweal.kernel.worker import run_all
from commonweal.services.casework.api import sent_in_words
from commonweal.services.casework.case_messages import send_messages
from commonweal.services.casework.receipt import RECEIPTS_A_DAY
from commonweal.services.casework.sent_messages import SentMessage
from commonweal.services.casework.tests.applying import TYPED, emails, send, told
from commonweal.services.journeys.tests.conftest import BIN, apply, write_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]


@pytest.mark.parametrize("worker", [True, False], ids=["after the worker", "before it"])
def test_the_page_promises_no_receipt_that_the_daily_limit_withholds(guest, worker):
    for _ in range(RECEIPTS_A_DAY):
        sent = send(guest)
        run_all()
        assert "We have sent your number" in told(sent, guest)
    sent = send(guest)
    if worker:
        run_all()
    assert told(sent, guest).startswith("We send nothing to typed@example.org about this")
    run_all()
    assert Message.objects.filter(template="receipt").count() == RECEIPTS_A_DAY


def test_the_page_says_what_will_be_sent_before_the_worker_has_run(guest, acts):
    assert "We will send your number and a link to typed@example.org, unless" in told(send(guest), guest)
    words = told(send(acts, "ann@example.org"), acts)
    assert words == "We will send a message to ann@example.org. A message will be in your inbox."
    run_all()


def test_of_many_applications_sent_before_the_worker_runs_no_page_promises_a_receipt_that_does_not_come(guest):
    sent = [send(guest) for _ in range(RECEIPTS_A_DAY + 2)]
    before = [told(each, guest) for each in sent]
    run_all()
    came = [each for each in sent if Message.objects.filter(about=f"case:{each.case}", template="receipt").exists()]
    assert len(came) == RECEIPTS_A_DAY
    assert [words for words in before if "unless" not in words] == []


@pytest.mark.parametrize("worker", ["before", "written", "after"])
def test_no_page_promises_email_to_somebody_who_switched_it_off(acts, worker):
    messages.choose_channel(channel="email", wanted=False, acting=acts)
    for address in ("ann@example.org", TYPED):
        sent = send(acts, address)
        if worker == "after":
            run_all()
        elif worker == "written":
            writing(sent)
        words = told(sent, acts)
        assert "You have switched email off" in words
        assert "We will send" not in words
        assert "We have sent" not in words
    run_all()
    assert {row.state for row in messages.outbox(demo=True) if row.channel == "email"} <= {"unwanted", "held"}


def writing(sent) -> None:
    """What the reader of the case does, without the deliveries that it queues."""
    for entry in journal.entries(object=f"case:{sent.case}", types=["case.opened"]):
        send_messages(entry)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_state_of_every_kind_of_message_has_a_sentence_of_its_own(language):
    states = {"message": {*dict(STATES)} - {"held"}, "receipt": {*dict(STATES), "coming", "withheld"} - {"held"}}
    with translation.override(language):
        said = {
            (what, state): sent_in_words([SentMessage(what, TYPED, state)])[0]
            for what in states
            for state in states[what]
        }
    assert all(TYPED in words for words in said.values())
    happened = {words for (_what, state), words in said.items() if state == "sent"}
    assert len(happened) == 2
    assert not happened & {words for (_what, state), words in said.items() if state != "sent"}


def test_a_service_that_sends_nothing_is_not_said_to_have_sent_something(tmp_path, guest):
    silent = re.sub(r"messages:\n  received:.*?(?=examples:)", "", BIN, flags=re.S).replace(
        ", messages: [received]", ""
    )
    apply(write_place(tmp_path / "silent", silent))
    sent = send(guest)
    for _ in range(2):
        assert told(sent, guest) == "This service sends no message when you apply."
        run_all()
    assert emails() == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("sent", "We have sent a message to ann@example.org."),
        ("queued", "We will send a message to ann@example.org."),
        ("refused", "We could not send a message to ann@example.org:"),
        ("given_up", "We could not send a message to ann@example.org."),
        ("unwanted", "You have switched email off"),
    ],
)
def test_the_page_says_which_state_each_message_has(acts, state, words):
    sent = send(acts, "ann@example.org")
    run_all()
    Message.objects.filter(channel="email").update(state=state)
    assert words in told(sent, acts)
    assert ("We have sent" in told(sent, acts)) == (state == "sent")


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (["sent", "refused"], "We could not send a message to ann@example.org: the mailbox does not exist"),
        (["queued", "sent"], "We have sent a message to ann@example.org."),
    ],
)
@pytest.mark.parametrize("turn", [1, -1])
def test_of_several_messages_to_an_address_the_page_says_what_needs_attention_most(acts, states, words, turn):
    sent = send(acts, "ann@example.org")
    run_all()
    (row,) = Message.objects.filter(channel="email")
    row.state = states[::turn][0]
    row.save()
    row.pk, row.key, row.state = uuid4(), "another message", states[::turn][1]
    row.save(force_insert=True)
    assert words in told(sent, acts)
