"""For tests of all capabilities: organisations with staff, and the actors for them."""

from datetime import timedelta
from itertools import count
from typing import Any

from commonweal.ground.organisations.acting import acting_for
from commonweal.ground.organisations.models import Invitation, Membership, Organisation
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting

_numbers = count(1)
LONG_AGO = timedelta(days=60)


def make_organisation(key: str = "", **fields: Any) -> Organisation:
    """An organisation with a name in both languages."""
    number = next(_numbers)
    values = {"name": {"en": f"Organisation {number}", "cy": f"Sefydliad {number}"}, "kind": "charity"}
    return Organisation.objects.create(key=key or f"organisation-{number}", **{**values, **fields})


def make_staff(organisation: Organisation, person: Any, *roles: str) -> Acting:
    """Give a person roles in the organisation, as if long ago; the actor for them in its name, strongly signed in."""
    Membership.objects.create(
        organisation=organisation,
        person=person,
        roles=list(roles),
        manager_since=clock.now() - LONG_AGO if "manager" in roles else None,
    )
    return acting_of_staff(organisation, person)


def acting_of_staff(organisation: Organisation, person: object) -> Acting:
    """The actor for a member of staff in the organisation's name, who has just shown their second factor."""
    return acting_for(person, strong=True, fresh=True, organisation=str(organisation.pk))


def _invitation(person: Any, mark: str) -> Invitation:
    # An invitation is a person's by their email address alone.
    person.email = f"{mark}@example.org"
    person.save()
    return Invitation.objects.create(
        organisation=make_organisation(),
        email=person.email,
        roles=[mark],
        token_hash=mark,
        expires_at=clock.now() + timedelta(days=1),
    )


SPECIMENS = {"ground_organisations.Invitation": _invitation}
