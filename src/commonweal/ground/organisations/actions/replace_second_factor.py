"""The verb by which two managers, or the steward, replace a second factor that a colleague lost."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations.actions.change_roles import find_member
from commonweal.ground.organisations.actions.invite_member import send_link, withdraw_invitations_of
from commonweal.ground.organisations.actions.revoke_api_key import revoke_keys_of
from commonweal.ground.organisations.cards import MemberCard, member_card
from commonweal.ground.organisations.events import ReplacementAsked, SecondFactorReplaced
from commonweal.ground.organisations.models import UNPROVEN, Membership, Organisation
from commonweal.ground.organisations.permissions import (
    as_uuid,
    is_manager,
    is_steward,
    own_organisation,
    require_in,
)
from commonweal.ground.organisations.recording import record_in
from commonweal.ground.organisations.tasks import tell_of_replacement
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting, is_system, require_present
from commonweal.kernel.problems import Conflict, NotAllowed

# How long the request of the first manager waits for a second one.
WAITS = timedelta(days=7)
may_replace_alone = is_system | is_steward


def replace_second_factor(*, organisation: str, person: str, acting: Acting) -> MemberCard:
    """Replace the lost second factor of a colleague (id). The first manager asks, a second one agrees by the same verb;
    managers of the steward and the platform itself do it immediately. All must be present, none may be the person, and
    both managers must have been managers here for FACTOR_REPLACEMENT_DAYS: one who invites an accomplice has to wait,
    and colleagues have time to notice.

    Then their second factors are removed, their sessions end, all their roles rest, keys that they made here are
    revoked and their invitations withdrawn. They get a link by email: with it and a new second factor the roles of this
    organisation count again. The person is notified of each step. Raises NotFound, NotAllowed, Conflict where one waits
    for a second manager."""
    with transaction.atomic():
        row = _organisation(organisation, acting)
        require_in(row, is_manager | is_steward, acting)
        require_present(acting)
        membership = find_member(row, person)
        if acting.person == str(membership.person_id):
            raise NotAllowed(
                _("You cannot replace your own second step this way."), remedy=_("Ask two other managers to do it.")
            )
        if not may_replace_alone(acting):
            _refuse_newcomers(row, acting)
        if may_replace_alone(acting) or _second(membership, acting):
            _replace(row, membership, acting)
        else:
            _ask(row, membership, acting)
    return member_card(membership)


def _organisation(organisation: str, acting: Acting) -> Organisation:
    """The organisation, for those who belong to it and for the steward: it may have no other manager left."""
    if is_steward(acting):
        found = Organisation.objects.select_for_update().filter(pk=as_uuid(organisation), active=True).first()
        if found is not None:
            return found
    return own_organisation(organisation, acting, lock=True)


def _refuse_newcomers(row: Organisation, acting: Acting) -> None:
    """Raise Conflict for somebody who has not been a manager here for FACTOR_REPLACEMENT_DAYS."""
    days: int = settings.FACTOR_REPLACEMENT_DAYS
    long_standing = Membership.objects.filter(
        organisation=row, person_id=acting.must_be_person(), manager_since__lte=clock.now() - timedelta(days=days)
    )
    if not long_standing.exists():
        raise Conflict(
            _("Only managers of at least %(days)s days can ask for this or agree to it.") % {"days": days},
            remedy=_("Ask another manager of the organisation, or the steward of the place."),
        )


def _second(membership: Membership, acting: Acting) -> bool:
    """Whether another manager, who still is one, has asked within WAITS, so that this one is the second. Raises
    Conflict for the one who asked, and for one who became a manager only afterwards, perhaps for this purpose."""
    asked_at, asked_by = membership.replacement_asked_at, membership.replacement_asked_by_id
    if asked_at is None or asked_by is None or asked_at < clock.now() - WAITS:
        return False
    if str(asked_by) == acting.person:
        raise Conflict(
            _("You have asked for this already; a second manager has to agree."),
            remedy=_("Ask another manager of the organisation, or the steward of the place."),
        )
    here = Membership.objects.filter(
        organisation_id=membership.organisation_id, manager_since__lte=asked_at, rests=""
    ).values_list("person_id", flat=True)
    managers = {str(person) for person in here}
    if str(asked_by) not in managers:
        return False
    if acting.person not in managers:
        raise Conflict(
            _("Only somebody who was already a manager here when it was asked for can agree."),
            remedy=_("Ask another manager of the organisation, or the steward of the place."),
        )
    return True


def _ask(row: Organisation, membership: Membership, acting: Acting) -> None:
    membership.replacement_asked_by_id, membership.replacement_asked_at = acting.person, clock.now()
    membership.save(update_fields=["replacement_asked_by", "replacement_asked_at"])
    record_in(row.pk, ReplacementAsked(), acting=acting, person=membership.person_id)
    tell_of_replacement.enqueue(str(membership.pk), False)


def _replace(row: Organisation, membership: Membership, acting: Acting) -> None:
    membership.replacement_asked_by_id = membership.replacement_asked_at = None
    membership.rests = UNPROVEN
    membership.save(update_fields=["rests", "replacement_asked_by", "replacement_asked_at"])
    Membership.objects.filter(person_id=membership.person_id).update(rests=UNPROVEN)
    record_in(row.pk, SecondFactorReplaced(), acting=acting, person=membership.person_id)
    revoke_keys_of(row, str(membership.person_id), acting)
    withdraw_invitations_of(row, str(membership.person_id), acting)
    send_link(row, membership.person.email, [], acting)
    tell_of_replacement.enqueue(str(membership.pk), True)
