"""Letters about accounts are tried again for hours while the mail server is away, and then kept as dead letters."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import translation
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commonweal.ground.identity.signing_in.letters import letter, post
from commonweal.kernel import tasks
from commonweal.kernel.clock import standing_at
from commonweal.kernel.place_name import NameOfPlace
from commonweal.kernel.testing.providers import provide
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 1, 9, tzinfo=UTC)
AWAY = [ConnectionRefusedError(), smtplib.SMTPServerDisconnected("gone"), smtplib.SMTPResponseException(451, b"later")]


class Attempts:
    """Runs the worker each time that something is due, and counts how often a message was handed to the server."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at: list[datetime] = []
        self.error: Exception | None = None
        self.moment = START
        deliver = EmailBackend.send_messages

        def send(backend, messages):
            self.at.append(self.moment)
            if self.error:
                raise self.error
            return deliver(backend, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", send)

    def until(self, end: datetime) -> None:
        while self.moment <= end:
            with standing_at(self.moment):
                run_all()
            waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path__endswith="send_letter")
            if not waiting:
                return
            self.moment = waiting.get().run_after


@pytest.fixture
def attempts(monkeypatch) -> Attempts:
    return Attempts(monkeypatch)


def ask_for_a_code() -> None:
    post(letter("account/email/login_code", "ann@example.org", {"code": "KPWX-QRST"}))


@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__name__)
def test_a_letter_waits_for_the_mail_server_and_is_sent_once(attempts, error):
    attempts.error = error
    ask_for_a_code()
    attempts.until(START + timedelta(hours=2))
    assert (mail.outbox, tasks.dead_letters()) == ([], [])
    attempts.error = None
    attempts.until(START + timedelta(days=1))
    (sent,) = mail.outbox
    assert "KPWX-QRST" in sent.body


def test_a_letter_is_tried_soon_then_less_often_and_given_up_after_hours(attempts):
    attempts.error = AWAY[0]
    ask_for_a_code()
    attempts.until(START + timedelta(days=1))
    waits = [later - earlier for earlier, later in zip(attempts.at, attempts.at[1:], strict=False)]
    assert waits[0] < timedelta(minutes=1)
    assert waits == sorted(waits)
    assert timedelta(hours=3) < attempts.at[-1] - START < timedelta(hours=6)
    assert len(attempts.at) == 13
    (dead,) = tasks.dead_letters()
    assert "KPWX-QRST" not in str(dead.arguments)


def test_a_letter_in_welsh_has_the_welsh_name_of_the_place_and_a_welsh_date():
    provide(NameOfPlace, lambda: {"en": "Eastmere", "cy": "Dwyrain y Llyn"})
    signed_in = {"ip": "192.0.2.1", "user_agent": "A phone", "timestamp": datetime(2027, 3, 1, 14, 30, tzinfo=UTC)}
    with translation.override("cy"):
        post(letter("account/email/password_changed", "ann@example.org", signed_in))
    run_all()
    (sent,) = mail.outbox
    assert sent.subject.startswith("Dwyrain y Llyn: ")
    assert "1 Mawrth 2027 am 2:30yp" in sent.body
    assert "Dwyrain y Llyn" in sent.body
    assert "Eastmere" not in sent.subject + sent.body.replace("localhost", "")
