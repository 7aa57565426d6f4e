"""The verb by which somebody ceases to work for an organisation."""

from django.db import transaction

from commonweal.ground.organisations.actions.change_roles import find_member
from commonweal.ground.organisations.actions.invite_member import withdraw_invitations_of
from commonweal.ground.organisations.actions.revoke_api_key import revoke_keys_of
from commonweal.ground.organisations.events import MemberRemoved
from commonweal.ground.organisations.permissions import as_uuid, keep_a_manager, own_organisation, require_authority
from commonweal.ground.organisations.recording import record_in
from commonweal.kernel.acting import Acting, require_present


def remove_member(*, organisation: str, person: str, acting: Acting) -> None:
    """End a membership; for managers, and for oneself (leaving), who are present, since it revokes the person's API
    keys, withdraws their invitations, and cannot be undone.

    Raises NotFound, SecondFactorNeeded, Conflict when the organisation would have no manager."""
    with transaction.atomic():
        row = own_organisation(organisation, acting, lock=True)
        if acting.person != str(as_uuid(person)):
            require_authority(row, acting)
        membership = find_member(row, person)
        require_present(acting)
        keep_a_manager(row, without=membership)
        membership.delete()
        revoke_keys_of(row, str(membership.person_id), acting)
        withdraw_invitations_of(row, str(membership.person_id), acting)
        record_in(row.pk, MemberRemoved(roles=sorted(membership.roles)), acting=acting, person=membership.person_id)
