"""Sends a link with which a draft goes on on another device, and opens it."""

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from commonweal.blocks.messages import api as messages
from commonweal.kernel import clock, journal
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import Invalid, NotFound
from commonweal.kernel.text import in_language
from commonweal.services.journeys.events import ResumeLinkSent
from commonweal.services.journeys.keeping import open_draft
from commonweal.services.journeys.models import Journey

SALT = "commonweal.journeys.resume"
VALID_FOR = 60 * 60 * 24 * 30
SUBJECT = {
    "en": "Continue: {title}",
    "cy": "Parhau: {title}",
}
BODY = {
    "en": (
        "You can go on with “{title}” on any device:\n\n{link}\n\n"
        "The link works for 30 days. Whoever has it can see your answers, so do not pass it on."
    ),
    "cy": (
        "Gallwch barhau â “{title}” ar unrhyw ddyfais:\n\n{link}\n\n"
        "Mae'r ddolen yn gweithio am 30 diwrnod. Gall pwy bynnag sydd â hi weld eich atebion: peidiwch â'i rhannu."
    ),
}


@transaction.atomic
def send_resume_link(*, journey: str, email: str, acting: Acting) -> None:
    """Send the link. Raises Invalid for an address that is none, TooMany beyond five an hour for a draft."""
    draft = open_draft(journey, acting)
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(
            "This is no e-mail address.", fields={"email": "Enter an e-mail address, like name@example.org"}
        ) from error
    limit("resume-link", str(draft.row.pk), times=5, seconds=3600)
    limit("resume-link-to", email.lower(), times=10, seconds=3600)
    row = draft.row
    token = signing.dumps({"journey": str(row.pk), "owner": row.owner}, salt=SALT)
    title = in_language(draft.service.title, row.language)
    link = settings.BASE_URL + reverse("journeys:resume", args=[token])
    messages.write_message(
        key=f"resume:{row.pk}:{int(clock.now().timestamp())}",
        recipient=row.owner,
        email=email,
        channels=["email"],
        subject=in_language(SUBJECT, row.language).format(title=title),
        body=in_language(BODY, row.language).format(title=title, link=link),
        language=row.language,
        organisation=str(row.organisation_id),
        acting=SYSTEM,
        about=f"journey:{row.pk}",
        template="resume",
    )
    journal.record(
        ResumeLinkSent(service=row.service),
        acting=acting,
        object=f"journey:{row.pk}",
        subject=row.owner,
        organisation=str(row.organisation_id),
    )


def open_resume_link(token: str) -> Journey:
    """The draft that a link leads to. Raises NotFound for one that is forged, old, sent off or deleted."""
    try:
        found = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature as error:
        raise NotFound("This link does not work any more.", remedy="Start again from the service's page.") from error
    row = Journey.objects.filter(pk=found["journey"], owner=found["owner"]).first()
    if row is None:
        raise NotFound("This draft was deleted.", remedy="Start again from the service's page.")
    return row
