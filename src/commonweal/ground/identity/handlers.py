"""Reacts to what the account library does: journals it, and keeps an account for those who prove its address."""

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.ground.identity.actions.discard_unproven import discard_unproven, remember_choice
from commonweal.ground.identity.events import AssuranceRaised, AssuranceWithdrawn, SignedIn, SignInSecured
from commonweal.ground.identity.guests import forget_guest
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.signing_in.letters import letter, post
from commonweal.ground.identity.signing_in.lifetimes import begin_lifetime
from commonweal.ground.identity.signing_in.strength import is_strong
from commonweal.ground.organisations.api import organisations, rest_roles
from commonweal.ground.organisations.events import SecondFactorReplaced
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.journal import Entry, Fact, react, reader, record
from commonweal.kernel.place_name import PLACE
from commonweal.kernel.text import in_language


def _record(fact: Fact, person: Person) -> None:
    acting = Acting(actor=person.ref, assurance=person.assurance, language=get_language() or "en")
    with transaction.atomic():
        record(fact, acting=acting, object=person.ref, subject=person.ref)


@receiver(user_logged_in)
def on_signed_in(sender: object, request: HttpRequest, user: Person, **_kwargs: object) -> None:
    """Record which guest signed in, so that the guest's drafts become the person's."""
    del sender
    begin_lifetime(request, user)
    methods = [str(each.get("method", "")) for each in get_authentication_records(request, user)]
    _record(SignedIn(method="+".join(methods) or "demo", guest=forget_guest(request)), user)


@receiver(account.user_signed_up)
def on_signed_up(sender: object, request: HttpRequest, user: Person, **_kwargs: object) -> None:
    del sender
    remember_choice(request, user)


@receiver([account.password_set, account.password_changed, account.password_reset])
def on_password(sender: object, user: Person, **_kwargs: object) -> None:
    del sender
    _record(SignInSecured(what="password", change="changed"), user)


@receiver(account.password_reset)
def on_password_reset(sender: object, request: HttpRequest, user: Person, **_kwargs: object) -> None:
    """A link to choose a new password goes to the account's address alone, and so proves it."""
    del sender
    remember_choice(request, user)
    addresses = list(EmailAddress.objects.filter(user=user))
    if len(addresses) == 1 and not addresses[0].verified and addresses[0].email == user.email:
        addresses[0].user = user
        get_adapter().confirm_email(request, addresses[0])


@receiver(pre_save, sender=EmailAddress)
def on_address_proven(sender: object, instance: EmailAddress, **_kwargs: object) -> None:
    """Before the first address of an account counts as proven, however that came about, the account is made its
    owner's. An account without any address is still being created, so it cannot have been used."""
    del sender
    if not instance.verified:
        return
    proven = list(EmailAddress.objects.filter(user_id=instance.user_id).values_list("verified", flat=True))
    if not proven or any(proven):
        return
    request = get_adapter().request
    if discard_unproven(address=instance, request=request) and request is not None:
        messages.warning(
            request,
            _(
                "A password was chosen for this account in another browser, before your email address was confirmed."
                " It does not count any more. You can choose a new one in your account."
            ),
        )


@receiver(account.email_changed)
def on_email_changed(sender: object, user: Person, **_kwargs: object) -> None:
    del sender
    _record(SignInSecured(what="email", change="changed"), user)


@receiver([mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset])
def on_factor_changed(sender: object, request: HttpRequest, user: Person, **_kwargs: object) -> None:
    """End the person's other sessions, as after a change of password: they were opened with the previous factors."""
    del sender
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()


@receiver(mfa.authenticator_added)
def on_factor_added(sender: object, user: Person, authenticator: Authenticator, **_kwargs: object) -> None:
    del sender
    _record(SignInSecured(what=str(authenticator.type), change="added"), user)


@receiver(post_save, sender=Authenticator)
def on_first_factor(sender: object, instance: Authenticator, created: bool, **_kwargs: object) -> None:
    """The password alone is enough to add a first second factor. It gives no roles: in the same
    transaction those that the person holds rest, unless the session had shown a factor of theirs before."""
    del sender
    person = instance.user
    others = Authenticator.objects.filter(user=person).exclude(pk=instance.pk)
    recovery = Authenticator.Type.RECOVERY_CODES
    if not created or instance.type == recovery or others.exclude(type=recovery).exists():
        return
    request = context.request
    if request is None or getattr(request, "user", None) != person or not is_strong(request):
        rest_roles(person=str(person.pk), acting=Acting(actor=person.ref, language=get_language() or "en"))


@react(SecondFactorReplaced)
def on_factor_lost(entry: Entry) -> None:
    """Remove the factors that a person lost, and end their sessions: a lost phone may have those, too."""
    person = Person.objects.get(pk=entry.subject.removeprefix("person:"))
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    record(SignInSecured(what="mfa", change="removed"), acting=SYSTEM, object=person.ref, subject=person.ref)


@receiver(mfa.authenticator_removed)
def on_factor_removed(sender: object, user: Person, authenticator: Authenticator, **_kwargs: object) -> None:
    del sender
    _record(SignInSecured(what=str(authenticator.type), change="removed"), user)


@receiver(mfa.authenticator_reset)
def on_factor_reset(sender: object, user: Person, authenticator: Authenticator, **_kwargs: object) -> None:
    del sender
    _record(SignInSecured(what=str(authenticator.type), change="changed"), user)


@reader(AssuranceRaised, AssuranceWithdrawn)
def tell_of_check(entry: Entry) -> None:
    """Write to the person that their identity was checked, so that they notice a check that they did not ask for."""
    person = Person.objects.filter(pk=entry.subject.removeprefix("person:"), is_active=True).first()
    if person is None:
        return
    card = organisations([entry.organisation]).get(entry.organisation) if entry.organisation else None
    with translation.override(person.language or "en"):
        by = in_language(card.name, translation.get_language()) if card else PLACE.now()
        where = settings.BASE_URL + reverse("identity:my-data")
        post(letter("account/email/identity_checked", person.email, {"organisation": by, "where": where}))
