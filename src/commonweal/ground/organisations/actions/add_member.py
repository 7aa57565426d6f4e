"""The verb by which the platform itself gives a person roles: the first manager of a new organisation, and the demo."""

from collections.abc import Iterable

from django.db import transaction

from commonweal.ground.organisations.checking import tidy_roles
from commonweal.ground.organisations.events import MemberJoined
from commonweal.ground.organisations.models import Membership
from commonweal.ground.organisations.permissions import own_organisation
from commonweal.ground.organisations.recording import record_in
from commonweal.kernel.acting import Acting, is_system, require


def add_member(*, organisation: str, person: str, roles: Iterable[str], acting: Acting) -> None:
    """Give a person (id) these roles in an organisation without an invitation; for the platform itself (SYSTEM).

    The roles of a present member are replaced; roles that they have already are not recorded again."""
    require(is_system, acting)
    held = tidy_roles(roles)
    with transaction.atomic():
        row = own_organisation(organisation, acting, lock=True)
        membership, new = Membership.objects.get_or_create(organisation=row, person_id=person, defaults={"roles": []})
        if not new and sorted(membership.roles) == held:
            return
        membership.set_roles(held)
        membership.save(update_fields=["roles", "manager_since"])
        record_in(row.pk, MemberJoined(roles=held), acting=acting, person=person)
