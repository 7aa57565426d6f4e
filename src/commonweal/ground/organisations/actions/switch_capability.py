"""The verb by which an organisation begins or ceases to use a capability."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations.checking import refuse
from commonweal.ground.organisations.events import CapabilitySwitched
from commonweal.ground.organisations.models import CapabilitySwitch
from commonweal.ground.organisations.permissions import own_organisation, require_authority
from commonweal.ground.organisations.recording import record_in
from commonweal.ground.organisations.switches import forget_switches, read_switched_off
from commonweal.kernel.acting import Acting
from commonweal.kernel.capability import Capability, capabilities, names_of


def switchable(off: Collection[str] = ()) -> dict[str, Capability]:
    """The capabilities that an organisation may have on or off, by key. Of the essential ones these are those that it
    has `off` since a release in which they were not essential: it can switch them on."""
    return {config.key: config for config in capabilities() if not config.essential or config.key in off}


def switch_capability(*, organisation: str, capability: str, on: bool, acting: Acting) -> None:
    """Have a capability ("blocks.bookings") on or off in the organisation; for managers who are present.

    Raises Invalid for one that this place does not have or cannot do without."""
    with transaction.atomic():
        row = own_organisation(organisation, acting, lock=True)
        require_authority(row, acting)
        off = read_switched_off(row.pk)
        if capability not in switchable(off):
            refuse(capability=_("There is no building block called %(key)s to switch") % {"key": capability})
        if on == (capability not in off):
            return
        CapabilitySwitch.objects.filter(organisation=row, capability__in=names_of(capability)).delete()
        CapabilitySwitch.objects.create(organisation=row, capability=capability, on=on)
        record_in(row.pk, CapabilitySwitched(capability=capability, on=on), acting=acting)
        transaction.on_commit(forget_switches)
