"""The verb by which the platform itself makes an account: for the demo, for imports, and for tests."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.identity.cards import PersonCard, card
from commonweal.ground.identity.events import PersonRegistered
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.profile import tidy
from commonweal.kernel.acting import Acting, is_system, require
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Conflict
from commonweal.kernel.written.emails import email_key


def register_person(
    *,
    email: str,
    name: str,
    acting: Acting,
    password: str | None = None,
    assurance: str = "low",
    demo_words: dict[str, str] | None = None,
    **profile: Any,
) -> PersonCard:
    """Make an account whose email address counts as verified; for the platform itself (SYSTEM).

    `profile` has phone, address, date_of_birth, language, preferences as in `correct_profile`; `demo_words`, by
    language, put the person on the demo's sign-in page. Raises Invalid by field, Conflict for a known address."""
    require(is_system, acting)
    values = tidy({"name": name, **profile})
    if demo_words is not None:
        values["preferences"] = {**values.get("preferences", {}), "demo": dict(demo_words)}
    address = email_key(email)
    with transaction.atomic():
        if Person.objects.filter(email=address).exists():
            raise Conflict(_("There is already an account with this email address."))
        person = Person.objects.create_user(address, password, assurance=assurance, **values)
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
        record(PersonRegistered(), acting=acting, object=person.ref, subject=person.ref)
    return card(person)
