"""The verb by which another member of the place becomes its steward."""

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations.cards import OrganisationCard, card
from commonweal.ground.organisations.events import StewardshipHandedOver
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.permissions import STEWARD, as_uuid, may_create
from commonweal.ground.organisations.recording import record_in
from commonweal.kernel.acting import Acting, require, require_present
from commonweal.kernel.problems import NotFound


def hand_over_stewardship(*, to: str, acting: Acting) -> OrganisationCard:
    """Make the organisation (id), of any kind, the only steward; for the platform, and for managers of the current
    steward who are present.

    What is already so is not recorded again. Raises NotAllowed, NotFound."""
    require(may_create, acting)
    require_present(acting)
    with transaction.atomic():
        rows = list(Organisation.objects.select_for_update().order_by("pk").filter(active=True))
        new = next((row for row in rows if row.pk == as_uuid(to)), None)
        if new is None:
            raise NotFound(_("There is no such organisation."))
        before = [row for row in rows if STEWARD in row.roles_in_place]
        if before == [new]:
            return card(new)
        for row in before:
            row.roles_in_place = [office for office in row.roles_in_place if office != STEWARD]
            row.save(update_fields=["roles_in_place"])
        new.roles_in_place = sorted({*new.roles_in_place, STEWARD})
        new.save(update_fields=["roles_in_place"])
        record_in(new.pk, StewardshipHandedOver(before=[row.key for row in before], after=new.key), acting=acting)
    return card(new)
