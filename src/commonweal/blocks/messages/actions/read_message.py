"""Opens one's own message and notes that it was read."""

from dataclasses import dataclass
from datetime import datetime

from commonweal.blocks.messages.models import Message
from commonweal.kernel import clock, sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import NotFound


@dataclass(frozen=True)
class OpenedMessage:
    """A message for reading."""

    id: str
    organisation: str | None
    about: str
    language: str
    subject: str
    body: str
    created_at: datetime
    read_at: datetime | None


def read_message(*, message: str, acting: Acting) -> OpenedMessage:
    """One message of one's own inbox. Raises NotFound for anybody else's."""
    person = acting.must_be_person()
    row = Message.objects.filter(pk=message, person_id=person, channel="portal").first()
    if row is None:
        raise NotFound("There is no such message in your inbox.")
    if row.read_at is None:
        row.read_at = clock.now()
        row.save(update_fields=["read_at"])
    content = sensitive.unseal(row.recipient, row.sealed)
    return OpenedMessage(
        id=str(row.pk),
        organisation=str(row.organisation_id) if row.organisation_id else None,
        about=row.about,
        language=row.language,
        subject=content["subject"],
        body=content["body"],
        created_at=row.created_at,
        read_at=row.read_at,
    )
