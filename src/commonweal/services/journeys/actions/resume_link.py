"""Sends a link with which one draft goes on on another device, once, and finds what it leads to."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from commonweal.blocks.messages import api as messages
from commonweal.kernel import clock
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import Invalid, NotFound
from commonweal.kernel.text import in_language
from commonweal.kernel.written import Unfit
from commonweal.kernel.written.emails import tidy_email
from commonweal.services.journeys.drafts import open_draft
from commonweal.services.journeys.events import ResumeLinkSent
from commonweal.services.journeys.models import Journey, ResumeLink
from commonweal.services.journeys.recording import record_of

VALID_FOR = timedelta(days=30)
SUBJECT = {
    "en": "Continue: {title}",
    "cy": "Parhau: {title}",
}
BODY = {
    "en": (
        "You can go on with “{title}” on any device:\n\n{link}\n\n"
        "The link works once, within 30 days: your answers then go on where you open it, "
        "and no longer where you began. If you have a newer one sent to you, only that works. "
        "Anybody who has it can see your answers, so do not share it."
    ),
    "cy": (
        "Gallwch barhau â “{title}” ar unrhyw ddyfais:\n\n{link}\n\n"
        "Mae'r ddolen yn gweithio unwaith, o fewn 30 diwrnod: bydd eich atebion wedyn yn parhau "
        "lle rydych yn ei hagor, ac nid mwyach lle y dechreuoch. Os gofynnwch am ddolen fwy newydd, dim ond honno fydd "
        "yn gweithio. Gall pwy bynnag sydd â hi weld eich atebion: peidiwch â'i rhannu."
    ),
}


@transaction.atomic
def send_resume_link(*, journey: str, email: str, acting: Acting) -> None:
    """Send the link, in place of those sent before.

    Raises Invalid for an address that is none, TooMany beyond five an hour for a draft."""
    draft = open_draft(journey, acting)
    try:
        email = tidy_email(email)
    except Unfit as unfit:
        raise Invalid("This is not an email address.", fields={"email": unfit.message}) from unfit
    limit("resume-link", str(draft.row.pk), times=5, seconds=3600)
    limit("resume-link-to", email, times=10, seconds=3600)
    row = draft.row
    token = secrets.token_urlsafe(32)
    _use_up_all(row)
    sent = ResumeLink.objects.create(journey=row, token_hash=_hash(token), sent_at=clock.now())
    title = in_language(draft.service.title, row.language)
    link = settings.BASE_URL + reverse("journeys:resume", args=[token])
    messages.write_message(
        key=f"resume:{row.pk}:{sent.pk}",
        recipient=row.owner,
        email=email,
        channels=["email"],
        subject=in_language(SUBJECT, row.language).format(title=title),
        body=in_language(BODY, row.language).format(title=title, link=link),
        language=row.language,
        organisation=str(row.organisation_id),
        acting=SYSTEM,
        about=row.ref,
        template="resume",
        asked=True,
    )
    record_of(row, ResumeLinkSent(service=row.service), acting=acting)


def open_resume_link(token: str) -> Journey:
    """The draft that a link leads to; looking at it uses nothing up, because mail scanners open links, too.

    Raises NotFound for a link that is forged, old or was used, and for a draft that was sent off or deleted."""
    return find_link(token).journey


def find_link(token: str, *, lock: bool = False) -> ResumeLink:
    """A link that can still be used. Raises NotFound as `open_resume_link` does."""
    links = ResumeLink.objects.select_for_update() if lock else ResumeLink.objects.select_related("journey")
    link = links.filter(token_hash=_hash(token)).first()
    if link is None or link.sent_at < clock.now() - VALID_FOR:
        raise NotFound("This link does not work any more.", remedy="Start again from the service's page.")
    if link.used_at is not None:
        raise NotFound(
            "This link was used already, or a newer one was sent: only the newest works, once.",
            remedy="Go on where you used it. To change to another device again, choose “Save and come back later” "
            "there and have a new link sent to you.",
        )
    if link.journey.state != "draft":
        raise NotFound(
            "This application was sent already.", remedy="Ask the organisation, with the number you were given."
        )
    return link


def use_up(link: ResumeLink) -> None:
    """From now on the link does nothing, nor does any other of its draft."""
    _use_up_all(link.journey)


def _use_up_all(journey: Journey) -> None:
    ResumeLink.objects.filter(journey=journey, used_at=None).update(used_at=clock.now())


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
