"""The verb by which an invited person begins to work for an organisation."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations.cards import OrganisationCard, card
from commonweal.ground.organisations.events import MemberJoined
from commonweal.ground.organisations.models import REPLACED, UNPROVEN, Invitation, Membership
from commonweal.ground.organisations.recording import record_in
from commonweal.ground.organisations.tokens import hash_of
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting, require_present
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import NotAllowed, NotFound


def find_invitation(token: str, *, lock: bool = False) -> Invitation:
    """The open invitation with this token. Raises NotFound if there is none, or it has run out or was used."""
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects
    found = (
        rows.select_related("organisation")
        .filter(token_hash=hash_of(token), accepted_at=None, expires_at__gt=clock.now(), organisation__active=True)
        .first()
    )
    if found is None:
        raise NotFound(
            _("This invitation is not valid any more."),
            remedy=_("Ask the organisation to send you a new one."),
        )
    return found


def accept_invitation(*, token: str, acting: Acting) -> OrganisationCard:
    """Become a member of staff with the roles of the invitation; the account must have the invited email address,
    and the person a second factor, which they show first: so it is enrolled before the first role counts.

    Raises NotSignedIn, NotFound, NotAllowed (another address), SecondFactorNeeded, TooMany (20 tries an hour)."""
    me = acting.must_be_person()
    limit("organisations.accept", acting.actor, times=20, seconds=3600)
    with transaction.atomic():
        invitation = find_invitation(token, lock=True)
        person: Any = get_user_model().objects.get(pk=me)
        if person.email != invitation.email:
            raise NotAllowed(
                _("This invitation was sent to another email address than that of your account."),
                remedy=_("Sign in with the address to which it was sent."),
            )
        require_present(acting)
        membership, _new = Membership.objects.get_or_create(
            organisation=invitation.organisation, person=person, defaults={"roles": []}
        )
        membership.set_roles(sorted({*membership.roles, *invitation.roles}))
        membership.rests, membership.replacement_asked_by, membership.replacement_asked_at = "", None, None
        membership.save(
            update_fields=["roles", "manager_since", "rests", "replacement_asked_by", "replacement_asked_at"]
        )
        # The link vouches for the second factor here; in other organisations a manager has to confirm the person.
        Membership.objects.filter(person=person, rests=UNPROVEN).update(rests=REPLACED)
        invitation.accepted_at = clock.now()
        invitation.save(update_fields=["accepted_at"])
        record_in(invitation.organisation_id, MemberJoined(roles=membership.roles), acting=acting, person=person.pk)
    return card(invitation.organisation)
