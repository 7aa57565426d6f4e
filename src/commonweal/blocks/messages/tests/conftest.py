"""A mail server for the tests of delivery."""

import pytest

from commonweal.blocks.messages.actions import deliver as delivering
from commonweal.blocks.messages.senders.smtp import SmtpSender
from commonweal.blocks.messages.tests.fake_smtp import FakeSmtp


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
