"""The verb that removes what was set on an account before an address was proven, except the owner's own password."""

from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from commonweal.ground.identity.events import SignInSecured
from commonweal.ground.identity.models import Person
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.journal import record

# In the session of the browser that chose the account's present password: its stamp, which changes with the password.
CHOSEN_HERE = "password_chosen_here"


def remember_choice(request: HttpRequest | None, person: Person) -> None:
    """Note in this browser's session that it chose the person's present password."""
    if request is not None and person.has_usable_password():
        request.session[CHOSEN_HERE] = person.get_session_auth_hash()


def chose_password(request: HttpRequest | None, person: Person) -> bool:
    """Whether the person's present password was chosen in this browser's session."""
    stamp = request.session.get(CHOSEN_HERE, "") if request is not None else ""
    return constant_time_compare(stamp, person.get_session_auth_hash())


def discard_unproven(*, address: EmailAddress, request: HttpRequest | None) -> bool:
    """Take away every way to sign in that was set before `address`, the first of its account, was proven; whether a
    password was among them.

    Anybody can sign up with somebody else's address. Its owner, who proves it later, must not share the account with
    them: password, second factors, linked accounts, sessions and further addresses go. What stays is a password that
    was chosen in the session in which the address is proven: that is how people sign up."""
    person = address.user
    lost = person.has_usable_password() and not chose_password(request, person)
    with transaction.atomic():
        if lost:
            person.set_unusable_password()
            person.save(update_fields=["password"])
            _record(person, "password")
        for session in UserSession.objects.filter(user=person):
            session.end()
        for what, rows in _ways_in(person, address):
            if rows.delete()[0]:
                _record(person, what)
    return lost


def _ways_in(person: Person, besides: EmailAddress) -> Iterator[tuple[str, QuerySet[Any]]]:
    """What the account library keeps of the person `besides` the address that is being proven, by what it is called;
    a part that is installed later, such as linked accounts, is found by its reference to the person."""
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.app_config.name.startswith("allauth."):
            rows = model._default_manager.filter(**{relation.field.name: person})
            yield model._meta.model_name, rows.exclude(pk=besides.pk) if model is EmailAddress else rows


def _record(person: Person, what: str) -> None:
    record(SignInSecured(what=what, change="discarded"), acting=SYSTEM, object=person.ref, subject=person.ref)
