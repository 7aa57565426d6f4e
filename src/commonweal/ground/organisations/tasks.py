"""Work in the background: the message with which somebody is invited."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from commonweal.ground.organisations.models import Invitation, Membership
from commonweal.ground.organisations.tokens import invitation_token
from commonweal.kernel import clock
from commonweal.kernel.place_name import PLACE
from commonweal.kernel.tasks import URGENT, task
from commonweal.kernel.text import in_language


@task(retries=8, atomic=False, priority=URGENT)
def send_invitation(invitation: str, language: str) -> None:
    """Send the invitation by email, unless it was taken back, accepted or has run out in the meantime."""
    row = Invitation.objects.select_related("organisation").filter(pk=invitation, accepted_at=None).first()
    if row is None or row.expires_at < clock.now():
        return
    address = settings.BASE_URL + reverse("organisations:invitation", args=[invitation_token(invitation)])
    with translation.override(language):
        names = {"organisation": in_language(row.organisation.name, language), "place": PLACE.now()}
        subject = _("%(organisation)s invites you to work with them in %(place)s") % names
        body = _(
            "%(organisation)s invites you to work with them on the services of %(place)s.\n\n"
            "Open this page to accept. You need an account with this email address.\n\n%(address)s\n\n"
            "The link works for 14 days. If you did not expect this message, you do not need to do anything."
        ) % (names | {"address": address})
    send_mail(subject, body, None, [row.email])


@task(retries=8, atomic=False)
def tell_of_replacement(membership: str, done: bool) -> None:
    """Notify a person by email that managers want to replace their second step, or have replaced it."""
    row = Membership.objects.select_related("organisation", "person").filter(pk=membership).first()
    if row is None:
        return
    language = row.person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        names = {"organisation": in_language(row.organisation.name, language), "place": PLACE.now()}
        if done:
            subject = _("Your second step in %(place)s was removed") % names
            body = _(
                "%(organisation)s has removed your passkeys, app and recovery codes, because you lost them."
                " You are signed out everywhere, and your roles are on hold.\n\nAnother message has the link with which"
                " you set up a new second step.\n\nIf you did not ask for this, call %(organisation)s immediately."
            )
        else:
            subject = _("Somebody asks for a new second step for you in %(place)s") % names
            body = _(
                "A manager of %(organisation)s reported that you lost your second step. When another manager agrees,"
                " it is removed and you get a link to set up a new one.\n\nIf you did not ask for this, call"
                " %(organisation)s immediately."
            )
    send_mail(subject, body % names, None, [row.person.email])
