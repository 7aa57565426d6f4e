"""The verbs by which somebody is invited to work for an organisation, and by which an invitation is taken back."""

import dataclasses
from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations.cards import InvitationCard, invitation_card
from commonweal.ground.organisations.checking import refuse_unknown_roles, tidy_email, tidy_roles
from commonweal.ground.organisations.events import InvitationWithdrawn, MemberInvited
from commonweal.ground.organisations.models import Invitation, Membership, Organisation
from commonweal.ground.organisations.permissions import as_uuid, own_organisation, require_authority
from commonweal.ground.organisations.recording import record_in
from commonweal.ground.organisations.roles import known_roles
from commonweal.ground.organisations.tasks import send_invitation
from commonweal.ground.organisations.tokens import hash_of, invitation_token
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import Conflict, NotFound

LIFETIME = timedelta(days=14)


def invite_member(*, organisation: str, email: str, roles: Iterable[str], acting: Acting) -> InvitationCard:
    """Invite somebody by email to hold roles; for managers who are present.

    An earlier invitation to the same address is replaced: its link stops working, and `replaces` of the answer has the
    roles that it offered, to show to the manager. Raises Invalid, Conflict (already a member), TooMany (100 an
    organisation a day)."""
    row = own_organisation(organisation, acting)
    require_authority(row, acting)
    address, held = tidy_email(email), tidy_roles(roles)
    refuse_unknown_roles(held, known_roles(str(row.pk)))
    limit("organisations.invite", str(row.pk), times=100, seconds=86_400)
    with transaction.atomic():
        if Membership.objects.filter(organisation=row, person__email=address).exists():
            raise Conflict(
                _("This person already works for the organisation."), remedy=_("Change their roles instead.")
            )
        earlier = Invitation.objects.filter(
            organisation=row, email=address, accepted_at=None, expires_at__gt=clock.now()
        ).first()
        invitation = send_link(row, address, held, acting)
        if earlier is not None:
            record_in(row.pk, InvitationWithdrawn(invitation=str(earlier.pk)), acting=acting)
        record_in(row.pk, MemberInvited(invitation=str(invitation.pk), roles=held), acting=acting)
    replaced = tuple(earlier.roles) if earlier is not None else ()
    return dataclasses.replace(invitation_card(invitation), replaces=replaced)


def send_link(row: Organisation, address: str, roles: list[str], acting: Acting) -> Invitation:
    """Make an invitation in the place of an earlier one to the same address, and have its link sent."""
    Invitation.objects.filter(organisation=row, email=address, accepted_at=None).delete()
    identity = uuid4()
    invitation = Invitation.objects.create(
        id=identity,
        organisation=row,
        email=address,
        roles=roles,
        token_hash=hash_of(invitation_token(str(identity))),
        invited_by_id=acting.person,
        expires_at=clock.now() + LIFETIME,
    )
    send_invitation.enqueue(str(identity), acting.language)
    return invitation


def withdraw_invitation(*, organisation: str, invitation: str, acting: Acting) -> None:
    """Withdraw a pending invitation of the organisation. Raises NotFound."""
    with transaction.atomic():
        row = own_organisation(organisation, acting)
        require_authority(row, acting)
        waiting = Invitation.objects.filter(organisation=row, pk=as_uuid(invitation), accepted_at=None).first()
        if waiting is None:
            raise NotFound(_("There is no such invitation."))
        _withdraw(waiting, acting)


def withdraw_invitations_of(organisation: Organisation, person: str, acting: Acting) -> None:
    """Withdraw the pending invitations that a person (id) sent here, because they are no longer a manager, or somebody
    else may have their second factor. Links for a new second step stay. Called by verbs that have checked their
    permission."""
    waiting = Invitation.objects.filter(organisation=organisation, invited_by_id=as_uuid(person), accepted_at=None)
    for invitation in waiting.select_for_update():
        if invitation.roles:
            _withdraw(invitation, acting)


def _withdraw(invitation: Invitation, acting: Acting) -> None:
    fact = InvitationWithdrawn(invitation=str(invitation.pk))
    invitation.delete()
    record_in(invitation.organisation_id, fact, acting=acting)
