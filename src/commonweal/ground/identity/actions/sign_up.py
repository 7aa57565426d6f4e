"""The verb by which people make their own account."""

import secrets

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from commonweal.ground.identity.events import PersonRegistered
from commonweal.ground.identity.models import Person
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.limits import limit


class _Taken(Exception):
    """There is an account with this address already."""


def sign_up(*, email: str, password: str, taken: bool, language: str) -> Person | None:
    """Make an account whose address is not proven yet; None where the address is `taken`.

    That takes the same work: the password is hashed, and the rows of an account with an invented address are written
    and taken back. Both ways end by writing down the try, so that both wait for the disk. Raises TooMany (30 an hour
    for one address)."""
    person = Person(email=f"{secrets.token_hex(12)}@taken.invalid" if taken else email)
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    with transaction.atomic():
        limit("identity.sign-up", email, times=30, seconds=3600)
        try:
            with transaction.atomic():
                _make(person, language)
                if taken:
                    raise _Taken
        except (_Taken, IntegrityError):
            return None
    return person


def _make(person: Person, language: str) -> None:
    person.save(force_insert=True)
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    acting = Acting(actor=person.ref, assurance=person.assurance, language=language)
    record(PersonRegistered(), acting=acting, object=person.ref, subject=person.ref)
