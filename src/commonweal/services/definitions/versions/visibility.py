"""Services as a member of their organisation may see them: in preparation for those who prepare, else what was live."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.problems import NotFound
from commonweal.services.definitions.permissions import may_read, require_in, works_here
from commonweal.services.definitions.versions import queries, store
from commonweal.services.definitions.versions.authoring import service_row
from commonweal.services.definitions.versions.cards import ServiceCard, VersionCard

WAS_LIVE = frozenset({"published", "retired"})


@dataclass(frozen=True)
class ServiceSeen:
    """A service with its versions, newest first; without `prepares` only those that are or were live."""

    card: ServiceCard
    versions: Sequence[VersionCard]
    prepares: bool


def services_seen(organisation: str, *, acting: Acting) -> tuple[list[ServiceCard], bool]:
    """The services of an organisation (id), and whether the reader prepares them; others see those that are live.

    For its members. Raises NotSignedIn, NotFound."""
    require_in(works_here, acting, organisation)
    if may_read(acting, organisation):
        return queries.services_of(organisation, acting=acting), True
    found = queries.services_of(organisation, acting=SYSTEM)
    return [replace(card, open=None) for card in found if card.live], False


def service_seen(service: str, *, acting: Acting) -> ServiceSeen:
    """One service, for members of its organisation. Raises NotSignedIn, and NotFound for all others, and for those who
    do not prepare it where no version was ever live."""
    organisation = str(service_row(service, acting).organisation_id)
    require_in(works_here, acting, organisation)
    prepares = may_read(acting, organisation)
    reader = acting if prepares else SYSTEM
    card = queries.service_card(service, acting=reader)
    versions = queries.versions_of(service, acting=reader)
    if prepares:
        return ServiceSeen(card, versions, prepares)
    found = [each for each in versions if each.status in WAS_LIVE]
    if not found:
        raise NotFound("There is no such service among those that you work on.")
    # A service that was withdrawn is called as its last version called it, not as the next one may.
    return ServiceSeen(replace(card, open=None, title=store.version(found[0].hash).title), found, prepares)
