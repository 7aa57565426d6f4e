"""The verb by which a member of staff gets other roles."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations.actions.invite_member import withdraw_invitations_of
from commonweal.ground.organisations.actions.revoke_api_key import revoke_keys_of
from commonweal.ground.organisations.cards import MemberCard, member_card
from commonweal.ground.organisations.checking import refuse_unknown_roles, tidy_roles
from commonweal.ground.organisations.events import RolesChanged
from commonweal.ground.organisations.models import Membership, Organisation
from commonweal.ground.organisations.permissions import as_uuid, keep_a_manager, own_organisation, require_authority
from commonweal.ground.organisations.recording import record_in
from commonweal.ground.organisations.roles import known_roles
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import NotFound


def find_member(organisation: Organisation, person: str) -> Membership:
    """The membership of a person (id) in the organisation. Raises NotFound."""
    found = (
        Membership.objects.select_related("person").filter(organisation=organisation, person_id=as_uuid(person)).first()
    )
    if found is None:
        raise NotFound(_("Nobody with this id works for the organisation."))
    return found


def change_roles(*, organisation: str, person: str, roles: Iterable[str], acting: Acting) -> MemberCard:
    """Replace the roles of a member of staff; for managers who are present. Their API keys are revoked and their
    invitations withdrawn when they stop being a manager.

    Raises NotFound, Invalid, Conflict when the organisation would have no manager."""
    with transaction.atomic():
        row = own_organisation(organisation, acting, lock=True)
        require_authority(row, acting)
        held = tidy_roles(roles)
        membership = find_member(row, person)
        before = sorted(membership.roles)
        refuse_unknown_roles(held, {*known_roles(str(row.pk)), *before})
        if before == held:
            return member_card(membership)
        if "manager" not in held:
            keep_a_manager(row, without=membership)
        membership.set_roles(held)
        membership.save(update_fields=["roles", "manager_since"])
        if "manager" not in held:
            revoke_keys_of(row, str(membership.person_id), acting)
            withdraw_invitations_of(row, str(membership.person_id), acting)
        record_in(row.pk, RolesChanged(before=before, after=held), acting=acting, person=membership.person_id)
    return member_card(membership)
