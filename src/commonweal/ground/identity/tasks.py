"""Work in the background: the daily run that deletes what is past its time, and telling managers of requests."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from commonweal.ground.identity.events import RetentionRun
from commonweal.ground.identity.letters import send_letter
from commonweal.ground.identity.models import Correction, Person
from commonweal.ground.identity.register import expire_registered
from commonweal.ground.organisations.api import organisations, staff_of
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.journal import record
from commonweal.kernel.tasks import scheduled, task
from commonweal.kernel.text import in_language

# Its task stands with the letters; the worker finds it here.
__all__ = ["delete_what_is_past_its_time", "send_letter", "tell_managers"]


@scheduled(every=timedelta(days=1))
@task(retries=3)
def delete_what_is_past_its_time() -> None:
    """Ask every capability to delete what is past its retention, and journal how much that was."""
    with transaction.atomic():
        rows = expire_registered(clock.now())
        if rows:
            record(RetentionRun(rows=rows), acting=SYSTEM, object="retention:daily", purpose="keeping no data too long")


@task(retries=8, atomic=False)
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
            subject = _("Somebody asks for a correction of what %(organisation)s holds of them") % names
            body = _("Read what they say, and answer on this page:\n\n%(address)s") % names
        # As blind copies: a colleague's address is not for the message to tell.
        EmailMessage(subject, body, None, bcc=emails).send(fail_silently=False)
