"""Background tasks: the daily deletion of what has passed its retention, and notifying managers of requests."""

from datetime import timedelta

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from commonweal.ground.identity.events import RetentionRun
from commonweal.ground.identity.models import Correction, Person
from commonweal.ground.identity.my_data.register import expire_registered, still_sealed_for
from commonweal.ground.identity.signing_in.letters import send_letter
from commonweal.ground.organisations.api import organisations, staff_of
from commonweal.kernel import clock, sensitive
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.housekeeping import BATCH, delete_in_batches
from commonweal.kernel.journal import record
from commonweal.kernel.models import SubjectKey
from commonweal.kernel.tasks import URGENT, scheduled, task
from commonweal.kernel.text import in_language

# Its task is defined with the letters; the worker finds it here.
__all__ = [
    "delete_ended_sessions",
    "delete_keys_of_guests",
    "delete_what_is_past_its_time",
    "send_letter",
    "tell_managers",
]

LETTERS_LAST = timedelta(days=30)
# Longer than a guest's session and draft last, so that the key is no longer in use.
KEYS_LAST = timedelta(days=45)


@scheduled(every=timedelta(days=1))
@task(retries=3)
def delete_what_is_past_its_time() -> None:
    """Ask every capability to delete what is past its retention, and journal how much that was."""
    with transaction.atomic():
        rows = expire_registered(clock.now())
        if rows:
            record(RetentionRun(rows=rows), acting=SYSTEM, object="retention:daily", purpose="keeping no data too long")


@scheduled(every=timedelta(hours=6))
@task(retries=3, atomic=False)
def delete_ended_sessions() -> None:
    """Sessions that expired, and what the account library noted of sessions that are gone."""
    delete_in_batches(Session.objects.filter(expire_date__lt=timezone.now()))
    kept = Session.objects.filter(pk=OuterRef("session_key"))
    delete_in_batches(UserSession.objects.filter(~Exists(kept), last_seen_at__lt=clock.now() - timedelta(days=1)))
    delete_in_batches(EmailConfirmation.objects.filter(created__lt=clock.now() - LETTERS_LAST))


@scheduled(every=timedelta(days=1))
@task(retries=3, atomic=False)
def delete_keys_of_guests() -> None:
    """Destroy the keys of guests without any data left, and with them what the journal sealed for these guests."""
    old = SubjectKey.objects.filter(subject__startswith="guest:", created_at__lt=clock.now() - KEYS_LAST)
    last = ""
    while keys := list(old.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = keys[-1]
        with transaction.atomic():
            for subject in sorted(set(keys) - still_sealed_for(keys)):
                sensitive.shred(subject)


@task(retries=8, atomic=False, priority=URGENT)
def tell_managers(correction: str) -> None:
    """Write to the managers of the organisation that was asked for a correction, each in their language, while it
    waits; without a word of the person or of what they wrote."""
    row = Correction.objects.filter(pk=correction, answered_at=None).first()
    card = next(iter(organisations([str(row.organisation_id)]).values()), None) if row else None
    if row is None or card is None:
        return
    address = settings.BASE_URL + reverse("identity:correction", args=[card.key, row.pk])
    by_language: dict[str, list[str]] = {}
    for person in Person.objects.filter(pk__in=staff_of(card.id, "manager"), is_active=True).order_by("pk"):
        by_language.setdefault(person.language or "en", []).append(person.email)
    for language, emails in by_language.items():
        with translation.override(language):
            names = {"organisation": in_language(card.name, language), "address": address}
            subject = _("Somebody asks for a correction of what %(organisation)s holds about them") % names
            body = _("Read what they say, and answer on this page:\n\n%(address)s") % names
        # As blind copies: the message must not disclose colleagues' addresses.
        EmailMessage(subject, body, None, bcc=emails).send()
