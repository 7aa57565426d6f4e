"""Sends messages again that failed or wait: one of a case, or all."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop as msgid

from commonweal.blocks.messages.actions.deliver import deliver
from commonweal.blocks.messages.events import MessageTriedAgain, WaitingTriedAgain
from commonweal.blocks.messages.models import Message
from commonweal.blocks.messages.permissions import may_see_to_all, may_write
from commonweal.blocks.messages.undelivered import NOT_LEAVING
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.problems import Conflict, NotFound

MOST_AT_ONCE = 1000
WHY_NOT = {
    "sent": msgid("This message was sent already."),
    "unwanted": msgid("The person has switched email off. The message is in their inbox."),
    "held": msgid("The address has not been confirmed yet."),
    "queued": msgid("This message is about to be sent."),
}


@transaction.atomic
def send_again(*, message: str, acting: Acting) -> None:
    """Try a message again that was refused, given up, or waits for its next try. It keeps its idempotency key.

    Raises NotFound for a message of another organisation, and Conflict for one that needs no further try."""
    row = Message.objects.select_for_update().filter(pk=message, channel="email").first()
    if row is None or not may_write(acting, str(row.organisation_id or "")):
        raise NotFound("There is no such message.")
    if row.state in {"sent", "unwanted", "held"} or (row.state == "queued" and not row.fault):
        raise Conflict(WHY_NOT[row.state], remedy="Load the page again.")
    if not sensitive.unseal_many([(row.recipient, row.sealed)]):
        raise Conflict("The recipient was erased, and with them the message.")
    _queue([row])
    fact = MessageTriedAgain(channel=row.channel, about=row.about)
    journal.record(
        fact,
        acting=acting,
        object=f"message:{row.pk}",
        subject=row.recipient,
        organisation=str(row.organisation_id or ""),
    )


@transaction.atomic
def send_waiting(*, acting: Acting) -> int:
    """Try all messages again now that failed for reasons other than their address; how many (MOST_AT_ONCE at most).

    For managers of the steward, once the cause is corrected. Raises NotAllowed."""
    require(may_see_to_all, acting)
    rows = list(Message.objects.select_for_update().filter(NOT_LEAVING).order_by("created_at")[:MOST_AT_ONCE])
    if rows:
        _queue(rows)
        journal.record(WaitingTriedAgain(messages=len(rows)), acting=acting, object="messages:waiting")
    return len(rows)


def _queue(rows: Sequence[Message]) -> None:
    """A fresh delivery for each, with all patience before it; deliveries that wait for their time do nothing."""
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(
        state="queued", turn=F("turn") + 1, failing_since=None, next_try_at=clock.now()
    )
    for row in rows:
        deliver.enqueue(str(row.pk), row.turn + 1)
