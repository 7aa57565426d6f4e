"""The verbs that suspend roles after an unconfirmed second factor, and restore them."""

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations.actions.change_roles import find_member
from commonweal.ground.organisations.cards import MemberCard, member_card
from commonweal.ground.organisations.events import MemberConfirmed, RolesRest
from commonweal.ground.organisations.models import REPLACED, UNPROVEN, Membership
from commonweal.ground.organisations.permissions import own_organisation, require_authority
from commonweal.ground.organisations.recording import record_in
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Conflict, NotAllowed


def rest_roles(*, person: str, acting: Acting) -> None:
    """Let all roles of a person (id) rest: somebody with their password has just added their first second factor.

    Asks no permission: it takes power away and gives none."""
    with transaction.atomic():
        for row in Membership.objects.select_for_update().filter(person_id=person).exclude(rests=UNPROVEN):
            row.rests = UNPROVEN
            row.save(update_fields=["rests"])
            record_in(row.organisation_id, RolesRest(), acting=acting, person=person)


def confirm_member(*, organisation: str, person: str, acting: Acting) -> MemberCard:
    """Restore the roles of a colleague who proved a new second factor to another organisation; for a present manager,
    not for oneself. Raises NotFound, NotAllowed, Conflict where the factor has not been confirmed yet."""
    with transaction.atomic():
        row = own_organisation(organisation, acting, lock=True)
        require_authority(row, acting)
        membership = find_member(row, person)
        if acting.person == str(membership.person_id):
            raise NotAllowed(_("You cannot confirm yourself."), remedy=_("Ask another manager to do it."))
        if membership.rests != REPLACED:
            raise Conflict(
                _("There is nothing to confirm: no other organisation has confirmed a new second step of theirs."),
                remedy=_("If they lost theirs, two managers replace it."),
            )
        membership.rests = ""
        membership.save(update_fields=["rests"])
        record_in(row.pk, MemberConfirmed(), acting=acting, person=membership.person_id)
    return member_card(membership)
