"""Journals what the account library does: signing in and up, and changes to the ways of signing in."""

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import get_language

from commonweal.ground.identity.events import PersonRegistered, SignedIn, SignInSecured
from commonweal.ground.identity.guests import forget_guest
from commonweal.ground.identity.models import Person
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import Fact, record


def _record(fact: Fact, person: Person) -> None:
    acting = Acting(actor=person.ref, assurance=person.assurance, language=get_language() or "en")
    with transaction.atomic():
        record(fact, acting=acting, object=person.ref, subject=person.ref)


@receiver(user_logged_in)
def on_signed_in(sender: object, request: HttpRequest, user: Person, **_: Any) -> None:
    """Tell who was a guest until now, so that their drafts go on as the person's."""
    del sender
    methods = [str(each.get("method", "")) for each in get_authentication_records(request, user)]
    _record(SignedIn(method="+".join(methods) or "demo", guest=forget_guest(request)), user)


@receiver(account.user_signed_up)
def on_signed_up(sender: object, user: Person, **_: Any) -> None:
    del sender
    _record(PersonRegistered(), user)


@receiver([account.password_set, account.password_changed, account.password_reset])
def on_password(sender: object, user: Person, **_: Any) -> None:
    del sender
    _record(SignInSecured(what="password", change="changed"), user)


@receiver(account.email_changed)
def on_email_changed(sender: object, user: Person, **_: Any) -> None:
    del sender
    _record(SignInSecured(what="email", change="changed"), user)


@receiver(mfa.authenticator_added)
def on_factor_added(sender: object, user: Person, authenticator: Any, **_: Any) -> None:
    del sender
    _record(SignInSecured(what=str(authenticator.type), change="added"), user)


@receiver(mfa.authenticator_removed)
def on_factor_removed(sender: object, user: Person, authenticator: Any, **_: Any) -> None:
    del sender
    _record(SignInSecured(what=str(authenticator.type), change="removed"), user)


@receiver(mfa.authenticator_reset)
def on_factor_reset(sender: object, user: Person, authenticator: Any, **_: Any) -> None:
    del sender
    _record(SignInSecured(what=str(authenticator.type), change="changed"), user)
