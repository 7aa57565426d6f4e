"""The demo's email backend for other email than messages about cases, such as invitations and codes: it uses the
outbox, too."""

import re
from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from commonweal.blocks.messages.models import Message
from commonweal.kernel import clock, sensitive

RECIPIENT = "guest:outbox"
ADDRESS = re.compile(r"https?://[^\s<>]+")


class OutboxBackend(BaseEmailBackend):
    """Keeps each email for the page that shows what would have been sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for each in email_messages:
            for to in each.to:
                _keep(each, to)
        return len(email_messages)


def _keep(email: EmailMessage, to: str) -> None:
    body = ADDRESS.sub(lambda found: f"<{found[0]}>", str(email.body))
    content = {"to": to, "subject": str(email.subject), "body": body}
    moment = clock.now()
    Message.objects.create(
        key=f"outbox:{uuid4()}",
        recipient=RECIPIENT,
        channel="email",
        language=get_language() or "en",
        sealed=sensitive.seal(RECIPIENT, content),
        state="sent",
        created_at=moment,
        sent_at=moment,
    )
