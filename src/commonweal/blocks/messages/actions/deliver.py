"""Delivers one queued message; run as a task, safe to run again."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from commonweal.blocks.messages.events import MessageFailed, MessageSent
from commonweal.blocks.messages.models import Message, Preference
from commonweal.blocks.messages.senders import Outgoing, Refused, email_sender
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.tasks import task

MOST_ATTEMPTS = 8


def quiet_until(moment: datetime) -> datetime | None:
    """When the quiet hours of the place that `moment` falls into end, or None outside them."""
    start, end = settings.QUIET_HOURS
    local = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    if start == end:
        return None
    quiet = start <= local.hour or local.hour < end if start > end else start <= local.hour < end
    if not quiet:
        return None
    day = local.date() + timedelta(days=1 if local.hour >= end else 0)
    return datetime.combine(day, time(end), tzinfo=local.tzinfo)


@task(retries=MOST_ATTEMPTS - 1, atomic=False)
def deliver(message: str) -> None:
    """Send what is still queued. The provider sees the message's key, so that a repeat after a crash is seen."""
    row = Message.objects.filter(pk=message, state="queued").first()
    if row is None:
        return
    if row.channel == "portal":
        _sent(row, "inbox")
        return
    if _unwanted(row):
        Message.objects.filter(pk=row.pk, state="queued").update(state="unwanted")
        return
    later = quiet_until(clock.now())
    if later is not None:
        deliver.enqueue_at(later, message)
        return
    try:
        content = sensitive.unseal(row.recipient, row.sealed)
        outgoing = Outgoing(str(row.pk), content["to"], content["subject"], content["body"], row.language)
        receipt = email_sender().send(outgoing)
    except (Refused, sensitive.Shredded) as error:
        _failed(row, str(error) if isinstance(error, Refused) else "the recipient was erased")
        return
    except Exception as error:
        Message.objects.filter(pk=row.pk).update(attempts=row.attempts + 1, error=type(error).__name__)
        if row.attempts + 1 >= MOST_ATTEMPTS:
            _failed(row, f"given up after {MOST_ATTEMPTS} attempts ({type(error).__name__})")
        raise
    _sent(row, receipt)


def _unwanted(row: Message) -> bool:
    if row.person_id is None:
        return False
    return Preference.objects.filter(person_id=row.person_id, channel=row.channel, wanted=False).exists()


@transaction.atomic
def _sent(row: Message, receipt: str) -> None:
    changed = Message.objects.filter(pk=row.pk, state="queued").update(
        state="sent", sent_at=clock.now(), receipt=receipt, attempts=row.attempts + 1, error=""
    )
    if changed:
        _record(row, MessageSent(channel=row.channel, about=row.about))


@transaction.atomic
def _failed(row: Message, reason: str) -> None:
    if Message.objects.filter(pk=row.pk, state="queued").update(state="failed", error=reason[:200]):
        _record(row, MessageFailed(channel=row.channel, about=row.about, reason=reason))


def _record(row: Message, fact: MessageSent | MessageFailed) -> None:
    journal.record(
        fact,
        acting=SYSTEM,
        object=f"message:{row.pk}",
        subject=row.recipient,
        organisation=str(row.organisation_id or ""),
    )
