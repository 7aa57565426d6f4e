"""The verb by which the steward gives an office of the place to a member, and takes it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations.cards import OrganisationCard, card
from commonweal.ground.organisations.events import OfficeChanged
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.permissions import OFFICES, as_uuid, may_create
from commonweal.ground.organisations.recording import record_in
from commonweal.kernel.acting import Acting, require, require_present
from commonweal.kernel.problems import Invalid, NotFound


def give_office(*, organisation: str, office: str, given: bool, acting: Acting) -> OrganisationCard:
    """Give the organisation (id) an office, or take it back; for managers of the steward who are present, and the
    platform.

    What is already so is not recorded again. Raises NotAllowed, NotFound, Invalid (no such office; stewardship is
    handed over, not given)."""
    require(may_create, acting)
    require_present(acting)
    if office not in OFFICES:
        raise Invalid(_("There is no such office to give."), fields={"office": _("Choose one of the offices")})
    with transaction.atomic():
        row = Organisation.objects.select_for_update().filter(pk=as_uuid(organisation), active=True).first()
        if row is None:
            raise NotFound(_("There is no such organisation."))
        if (office in row.roles_in_place) != given:
            held = set(row.roles_in_place)
            row.roles_in_place = sorted(held | {office} if given else held - {office})
            row.save(update_fields=["roles_in_place"])
            record_in(row.pk, OfficeChanged(office=office, given=given), acting=acting)
    return card(row)
