"""A message that could not be sent is tried again for days, sent once, and can be sent again by staff."""

from datetime import timedelta

import httpx
import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commonweal.blocks.messages import api
from commonweal.blocks.messages.actions import deliver as delivering
from commonweal.blocks.messages.models import Message
from commonweal.blocks.messages.tests.posting import START, run_for, write
from commonweal.ground.identity.models import Person
from commonweal.ground.organisations.testing import make_organisation, make_staff
from commonweal.kernel import tasks
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.clock import standing_at
from commonweal.kernel.journal import entries
from commonweal.kernel.problems import Conflict, NotAllowed, NotFound
from commonweal.kernel.testing.ports import free_port
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db


def test_a_closed_port_is_tried_for_days_and_then_given_up(server, settings):
    settings.EMAIL_PORT = free_port()
    write()
    run_for(3.5)
    row = Message.objects.get()
    assert (row.state, row.fault) == ("queued", "later")
    assert row.next_try_at - row.failing_since > timedelta(days=3)
    # Some hours before the end there is still nothing on the desk, but the doctor knows.
    with standing_at(START + timedelta(days=3)):
        assert "could not be sent" in api.delivery_check()
    run_for(5)
    row = Message.objects.get()
    assert (row.state, len(tasks.dead_letters())) == ("given_up", 1)
    assert 40 < row.attempts < 200
    assert len(entries(types=["message.failed"])) == 1


def test_a_replayed_dead_letter_is_sent(server, settings):
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


def test_a_replayed_dead_letter_is_tried_again_for_days(server):
    server.answers({"rcpt": "451 4.3.0 later"})
    write()
    end = run_for(5)
    (letter,) = tasks.dead_letters()
    tasks.replay(letter.id)
    run_for(2, end)
    assert Message.objects.get().state == "queued"
    run_for(5, end)
    assert (Message.objects.get().state, len(tasks.dead_letters())) == ("given_up", 1)


def test_attempts_are_further_and_further_apart_and_spread():
    with standing_at(START):
        waits = [delivering.next_try("a", number) - START for number in range(1, 40)]
        spread = {delivering.next_try(str(number), 12) for number in range(20)}
        asked = delivering.next_try("a", 1, 7200) - START
    assert waits[0] < timedelta(seconds=10)
    assert timedelta(hours=1) <= waits[-1] < timedelta(hours=2)
    assert len(spread) > 15
    assert timedelta(hours=2) <= asked < timedelta(hours=3)


def test_a_fault_of_ours_waits_longer_than_one_of_the_server(server):
    server.answers({"mail": "535 5.7.8 no"})
    write()
    run_for(10)
    row = Message.objects.get()
    assert (row.state, row.fault) == ("queued", "ours")
    run_for(40)
    assert Message.objects.get().state == "given_up"


def test_each_kind_of_fault_has_its_patience(server):
    server.answers({"mail": "535 5.7.8 no"})
    write()
    end = run_for(5)
    server.answers({"rcpt": "451 4.3.0 later"})
    end = run_for(2, end)
    row = Message.objects.get()
    assert (row.state, row.fault) == ("queued", "later")
    run_for(5, end)
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
def test_staff_send_a_failed_message_again(server, answer):
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


def test_the_steward_sends_all_waiting_messages(server):
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


def test_a_fault_in_our_own_code_is_tried_again_and_kept(monkeypatch):
    class Broken:
        def send(self, message):
            raise httpx.ReadTimeout("slow")

    monkeypatch.setattr(delivering, "email_sender", Broken)
    write()
    with standing_at(START):
        run_all()
    assert (Message.objects.get().fault, Message.objects.get().error) == ("later", "ReadTimeout")


def test_a_dead_letter_of_a_version_that_kept_no_turn_is_sent_although_the_address_was_refused(server):
    server.answers({"rcpt": "550 5.1.1 no such mailbox"})
    write()
    run_all()
    row = Message.objects.get()
    assert row.state == "refused"
    server.answers({})
    delivering.deliver.enqueue(str(row.pk), row.turn)
    run_all()
    assert Message.objects.get().state == "refused"
    delivering.deliver.enqueue(str(row.pk))
    run_all()
    assert Message.objects.get().state == "sent"
    assert len(server.delivered) == 1
