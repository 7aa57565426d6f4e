"""Services as a member of their organisation may see them: in preparation for those who prepare, else what was live."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.problems import NotAllowed, NotFound
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.api import ServiceCard, VersionCard

WAS_LIVE = frozenset({"published", "retired"})


@dataclass(frozen=True)
class Seen:
    """A service with its versions, newest first; without `prepares` only those that are or were live."""

    card: ServiceCard
    versions: Sequence[VersionCard]
    prepares: bool


def services_seen(organisation: str, *, acting: Acting) -> tuple[list[ServiceCard], bool]:
    """The services of an organisation (id), and whether the reader prepares them. Raises NotFound for others than its
    members."""
    try:
        return definitions.services_of(organisation, acting=acting), True
    except NotAllowed:
        # A member without a part in it. What is live is for everybody, so the platform itself may be asked.
        found = definitions.services_of(organisation, acting=SYSTEM)
        return [replace(card, open=None) for card in found if card.live], False


def service_seen(service: str, *, acting: Acting) -> Seen:
    """One service. Raises NotFound for others than members, and for them where no version was ever live."""
    try:
        card = definitions.service_card(service, acting=acting)
        return Seen(card, definitions.versions_of(service, acting=acting), prepares=True)
    except NotAllowed:
        card = definitions.service_card(service, acting=SYSTEM)
        found = [each for each in definitions.versions_of(service, acting=SYSTEM) if each.status in WAS_LIVE]
    if not found:
        raise NotFound(_("There is no such service among those that you work on."))
    # A service that was withdrawn is called as its last version called it, not as the next one may.
    return Seen(replace(card, open=None, title=definitions.version(found[0].hash).title), found, prepares=False)
