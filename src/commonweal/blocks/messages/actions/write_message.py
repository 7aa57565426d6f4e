"""Writes a message: queued on each channel in the transaction of the change that it is about."""

from collections.abc import Sequence

from django.db import transaction

from commonweal.blocks.messages.actions.deliver import deliver
from commonweal.blocks.messages.events import MessageQueued
from commonweal.blocks.messages.models import Message
from commonweal.blocks.messages.permissions import may_write
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import Acting, require


@transaction.atomic
def write_message(
    *,
    key: str,
    recipient: str,
    email: str,
    channels: Sequence[str],
    subject: str,
    body: str,
    language: str,
    organisation: str | None,
    acting: Acting,
    about: str = "",
    template: str = "",
    held: bool = False,
    asked: bool = False,
) -> list[Message]:
    """Queue a message on each channel; idempotent by `key`, and then returns what was queued first.

    recipient  "person:<uuid>" or "guest:<id>"; a guest has no inbox
    email      the email address; no email is sent where it is empty
    body       Markdown
    held       keep email back until the address is confirmed for what it is about
    asked      the recipient has just requested it: it is sent at night, too, and even if they have switched email off
    """
    require(may_write, acting, organisation)
    person = recipient.removeprefix("person:") if recipient.startswith("person:") else None
    written = []
    for channel in channels:
        if (channel == "email" and not email) or (channel == "portal" and person is None):
            continue
        sealed = sensitive.seal(
            recipient, {"to": email if channel == "email" else "", "subject": subject, "body": body}
        )
        message, new = Message.objects.get_or_create(
            key=f"{key}:{channel}",
            defaults={
                "recipient": recipient,
                "person_id": person,
                "organisation_id": organisation,
                "channel": channel,
                "template": template,
                "about": about,
                "language": language,
                "sealed": sealed,
                "asked": asked,
                "state": "held" if held and channel == "email" else "queued",
                "created_at": clock.now(),
            },
        )
        written.append(message)
        if new:
            _queued(message, acting)
    return written


def _queued(message: Message, acting: Acting) -> None:
    """Record a new message, and queue its delivery unless it waits for its address to be confirmed."""
    journal.record(
        MessageQueued(channel=message.channel, template=message.template, about=message.about),
        acting=acting,
        object=f"message:{message.pk}",
        subject=message.recipient,
        organisation=str(message.organisation_id) if message.organisation_id else None,
    )
    if message.state == "queued":
        deliver.enqueue(str(message.pk), message.turn)
