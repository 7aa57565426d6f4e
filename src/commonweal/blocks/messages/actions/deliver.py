"""Delivers one queued message; run as a task, safe to run again.

What a provider cannot take now is tried again for PATIENCE. Each try is a task of its own with the message's `turn`:
the next one is queued in the transaction in which the last one is noted, and one whose turn has passed does nothing.
So a worker may be killed anywhere: no message is left without a task, and none has two.
"""

from datetime import datetime, time, timedelta
from zlib import crc32

import structlog
from django.conf import settings
from django.db import transaction

from commonweal.blocks.messages.events import MessageFailed, MessageSent
from commonweal.blocks.messages.models import LATER, OURS, Message, Preference
from commonweal.blocks.messages.plain_text import as_text
from commonweal.blocks.messages.senders import NotNow, OurFault, Outgoing, Refused, email_sender
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.tasks import URGENT, GaveUp, task, wait_after

log = structlog.get_logger(__name__)
# How long a provider is asked that cannot take a message: mail servers keep theirs for four or five days.
PATIENCE = timedelta(days=4)
# How long a message waits until our own settings are corrected; afterwards its words are rarely true any more.
PATIENCE_WITH_US = timedelta(days=30)
FAILED = ("given_up", "refused")
LONGEST_RETRY_AFTER = timedelta(days=1)


def quiet_until(moment: datetime) -> datetime | None:
    """When the quiet hours of the place that `moment` falls into end, or None outside them."""
    start, end = settings.QUIET_HOURS
    local = clock.local(moment)
    if start == end:
        return None
    quiet = start <= local.hour or local.hour < end if start > end else start <= local.hour < end
    if not quiet:
        return None
    day = clock.day_of(moment) + timedelta(days=1 if local.hour >= end else 0)
    return datetime.combine(day, time(end), tzinfo=local.tzinfo)


def takes_email(recipient: str) -> bool:
    """Whether a recipient ("person:<uuid>" or "guest:<id>") has left email switched on."""
    person = recipient.removeprefix("person:") if recipient.startswith("person:") else ""
    return not (person and Preference.objects.filter(person_id=person, channel="email", wanted=False).exists())


def next_try(message: str, attempts: int, retry_after: int = 0) -> datetime:
    """When a message is tried again after so many attempts: later each time, and not all messages at once."""
    wait = wait_after(attempts)
    spread = wait / 4 * (crc32(f"{message}:{attempts}".encode()) % 1000 / 1000)
    asked = min(timedelta(seconds=retry_after), LONGEST_RETRY_AFTER)
    return clock.now() + max(wait, asked) + spread


@task(atomic=False, priority=URGENT)
def deliver(message: str, turn: int | None = None) -> None:
    """Send what is still queued. The provider sees the message's key, so that a repeat after a crash is seen.

    A message that was given up, or refused, is sent after all when its failed work is tried again. Raises GaveUp."""
    row = Message.objects.filter(pk=message, state__in=("queued", *FAILED)).first()
    if row is None or (turn is not None and turn != row.turn):
        return
    if row.state == "refused" and turn is not None:
        return  # its turn is over: only work of versions that kept no turn can be tried again for it
    if row.channel == "portal":
        _sent(row, "inbox")
        return
    if not row.asked and not takes_email(row.recipient):
        Message.objects.filter(pk=row.pk, state=row.state).update(state="unwanted")
        return
    if row.state in FAILED:
        _begin_again(row)
    later = None if row.asked else quiet_until(clock.now())
    if later is not None:
        _wait(row, later)
        return
    try:
        content = sensitive.unseal(row.recipient, row.sealed)
        outgoing = Outgoing(str(row.pk), content["to"], content["subject"], as_text(content["body"]), row.language)
        receipt = email_sender().send(outgoing)
    except sensitive.Shredded:
        _failed(row, "given_up", "the recipient was erased")
    except Refused as error:
        row.attempts += 1
        _failed(row, "refused", str(error))
    except OurFault as error:
        # Only the operators can correct this: the log, the doctor and the desk report it.
        log.error("mail_refuses_this_place", error=str(error))
        _not_now(row, error, fault=OURS, patience=PATIENCE_WITH_US)
    except Exception as error:
        _not_now(row, error, fault=LATER, patience=PATIENCE)
    else:
        _sent(row, receipt)


def _begin_again(row: Message) -> None:
    row.state, row.failing_since = "queued", None
    row.save(update_fields=["state", "failing_since"])


def _not_now(row: Message, error: Exception, *, fault: str, patience: timedelta) -> None:
    """Queue the next try, or give up. Raises GaveUp, so that the failed work is seen."""
    known = isinstance(error, NotNow | OurFault)
    row.attempts += 1
    row.error = str(error)[:200] if known else type(error).__name__
    # Each kind of failure has its patience: a server that was away for three days and then had a wrong password for
    # two was not away for five.
    row.failing_since = row.failing_since if row.failing_since and row.fault == fault else clock.now()
    row.fault = fault
    if clock.now() - row.failing_since >= patience:
        _failed(row, "given_up", row.error)
        raise GaveUp(row.error)
    retry_after = error.retry_after if isinstance(error, NotNow) else 0
    _wait(row, next_try(str(row.pk), row.attempts, retry_after))


@transaction.atomic
def _wait(row: Message, until: datetime) -> None:
    """Save the state of the message and queue its next attempt."""
    changed = Message.objects.filter(pk=row.pk, state="queued", turn=row.turn).update(
        turn=row.turn + 1,
        next_try_at=until,
        attempts=row.attempts,
        error=row.error,
        fault=row.fault,
        failing_since=row.failing_since,
    )
    if changed:
        deliver.enqueue_at(until, str(row.pk), row.turn + 1)


@transaction.atomic
def _sent(row: Message, receipt: str) -> None:
    changed = Message.objects.filter(pk=row.pk, state__in=("queued", *FAILED)).update(
        state="sent",
        sent_at=clock.now(),
        receipt=receipt,
        attempts=row.attempts + 1,
        error="",
        fault="",
        failing_since=None,
        next_try_at=None,
    )
    if changed:
        _record(row, MessageSent(channel=row.channel, about=row.about))


@transaction.atomic
def _failed(row: Message, state: str, reason: str) -> None:
    changed = Message.objects.filter(pk=row.pk, state="queued").update(
        state=state, error=reason[:200], attempts=row.attempts, fault="", failing_since=None, next_try_at=None
    )
    if changed:
        _record(row, MessageFailed(channel=row.channel, about=row.about, reason=reason))


def _record(row: Message, fact: MessageSent | MessageFailed) -> None:
    journal.record(
        fact,
        acting=SYSTEM,
        object=f"message:{row.pk}",
        subject=row.recipient,
        organisation=str(row.organisation_id or ""),
    )
