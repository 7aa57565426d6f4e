"""The front door of messages: write one, list an inbox, see what left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commonweal.blocks.messages.actions.choose_channel import choose_channel
from commonweal.blocks.messages.actions.confirm_address import (
    confirm_address,
    confirmation_link,
    forget_about,
    is_confirmed,
    read_link,
    without_link,
)
from commonweal.blocks.messages.actions.deliver import takes_email
from commonweal.blocks.messages.actions.read_message import OpenedMessage, read_message
from commonweal.blocks.messages.actions.send_again import send_again, send_waiting
from commonweal.blocks.messages.actions.write_message import write_message
from commonweal.blocks.messages.models import Message, Preference
from commonweal.blocks.messages.permissions import may_write
from commonweal.blocks.messages.senders import email_sender
from commonweal.blocks.messages.states import Standing, standing
from commonweal.blocks.messages.templates import Written, as_markdown, fill, fill_markdown
from commonweal.blocks.messages.undelivered import Waiting, delivery_check, waiting
from commonweal.kernel import sensitive
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import NotAllowed

__all__ = [
    "InboxRow",
    "OpenedMessage",
    "SentRow",
    "Waiting",
    "Written",
    "WrittenRow",
    "as_markdown",
    "choose_channel",
    "confirm_address",
    "confirmation_link",
    "delivery_check",
    "fill",
    "fill_markdown",
    "forget_about",
    "inbox",
    "is_confirmed",
    "messages_about",
    "outbox",
    "read_link",
    "read_message",
    "send_again",
    "send_waiting",
    "sender_check",
    "takes_email",
    "unread",
    "waiting",
    "wants",
    "was_written",
    "write_message",
    "written_to",
]

PAGE = 50


@dataclass(frozen=True)
class InboxRow:
    """A line of the inbox."""

    id: str
    language: str
    subject: str
    organisation: str | None
    about: str
    created_at: datetime
    read: bool


@dataclass(frozen=True)
class SentRow:
    """A sent or queued message: `to`, `subject` and `body` are empty where the recipient was erased.

    standing    its state, in words
    error       what the provider answered to the last attempt
    may_resend  whether retrying is useful now
    """

    id: str
    channel: str
    state: str
    to: str
    language: str
    subject: str
    body: str
    about: str
    created_at: datetime
    sent_at: datetime | None
    error: str
    standing: Standing
    may_resend: bool


def inbox(acting: Acting, *, about: str = "", offset: int = 0, limit: int = PAGE) -> list[InboxRow]:
    """One's own messages, newest first, all or those about one thing such as "case:…" (two queries)."""
    found = Message.objects.filter(person_id=acting.must_be_person(), channel="portal")
    rows = list((found.filter(about=about) if about else found)[offset : offset + limit])
    opened = sensitive.unseal_many([(row.recipient, row.sealed) for row in rows])
    return [
        InboxRow(
            id=str(row.pk),
            language=row.language,
            subject=opened.get(row.sealed, {}).get("subject", ""),
            organisation=str(row.organisation_id) if row.organisation_id else None,
            about=row.about,
            created_at=row.created_at,
            read=row.read_at is not None,
        )
        for row in rows
    ]


def unread(person: str) -> int:
    """How many messages of a person's inbox are unread."""
    return Message.objects.filter(person_id=person, channel="portal", read_at=None).count()


def wants(acting: Acting) -> dict[str, bool]:
    """Which channels the acting person wants used."""
    chosen = dict(Preference.objects.filter(person_id=acting.must_be_person()).values_list("channel", "wanted"))
    return {"email": chosen.get("email", True), "portal": True}


def _sent(rows: Sequence[Message]) -> list[SentRow]:
    opened = sensitive.unseal_many([(row.recipient, row.sealed) for row in rows])
    found = []
    for row in rows:
        content = opened.get(row.sealed, {})
        words = {name: content.get(name, "") for name in ("to", "subject", "body")}
        found.append(
            SentRow(
                id=str(row.pk),
                channel=row.channel,
                state=row.state,
                language=row.language,
                about=row.about,
                created_at=row.created_at,
                sent_at=row.sent_at,
                error=row.error,
                standing=standing(row),
                may_resend=bool(content) and (row.state in {"refused", "given_up"} or bool(row.fault)),
                **words,
            )
        )
    return found


def messages_about(
    about: str, organisation: str, acting: Acting, *, offset: int = 0, limit: int = PAGE
) -> list[SentRow]:
    """What was written about an object ("case:<uuid>") of an organisation, newest first (two queries); for its staff,
    who may have typed the address themselves, and so without the link that confirms it."""
    require(may_write, acting, organisation)
    found = Message.objects.filter(about=about, organisation_id=organisation)
    rows = _sent(list(found[offset : offset + limit]))
    return [replace(row, body=without_link(row.body)) for row in rows]


@dataclass(frozen=True)
class WrittenRow:
    """A message as the one it was written to may know it. `to` is empty for the inbox."""

    channel: str
    state: str
    template: str
    to: str


def written_to(about: str, recipient: str) -> list[WrittenRow]:
    """The messages to somebody about an object, newest first (at most three queries). Queued email that will not be
    sent because they switched it off is "unwanted" already."""
    rows = list(Message.objects.filter(about=about, recipient=recipient)[:PAGE])
    opened = sensitive.unseal_many([(row.recipient, row.sealed) for row in rows])
    waiting = [row for row in rows if row.channel == "email" and row.state == "queued" and not row.asked]
    stays = {row.pk for row in waiting} if waiting and not takes_email(recipient) else set()
    return [
        WrittenRow(
            channel=row.channel,
            state="unwanted" if row.pk in stays else row.state,
            template=row.template,
            to=opened.get(row.sealed, {}).get("to", ""),
        )
        for row in rows
    ]


def was_written(about: str, template: str) -> bool:
    """Whether a message was written from a template about an object."""
    return Message.objects.filter(about=about, template=template).exists()


def outbox(*, demo: bool, offset: int = 0, limit: int = PAGE) -> list[SentRow]:
    """Every message of the place, newest first; in a demo only. Raises NotAllowed elsewhere."""
    if not demo:
        raise NotAllowed("The outbox is shown in a demo only.")
    return _sent(list(Message.objects.all()[offset : offset + limit]))


def sender_check() -> str | None:
    """None if the email provider can be reached, else what is wrong and what to do."""
    return email_sender().self_check()
