"""Provides the name of the place, and the roles that an organisation's services name."""

from commonweal.ground.organisations.api import FurtherRoles
from commonweal.kernel.place_name import NameOfPlace
from commonweal.kernel.providers import provides
from commonweal.kernel.text import Text
from commonweal.services.definitions.language.vocabulary import sections_here
from commonweal.services.definitions.models import Service
from commonweal.services.definitions.versions import store


@provides(NameOfPlace)
def name_of_place() -> Text:
    """The name in the place's own document."""
    return store.place().name


@provides(FurtherRoles)
def roles_of_services(organisation: str) -> dict[str, Text]:
    """The roles to which the live services of an organisation (id) give work, with their titles."""
    live = Service.objects.filter(organisation_id=organisation, current__isnull=False)
    found: dict[str, Text] = {}
    for hash_ in live.values_list("current__hash", flat=True):
        service = store.version(hash_)
        for key, section in sections_here().items():
            content = service.content(key)
            if content is not None and section.roles is not None:
                titled = section.roles(content)
                found |= {role: title or found.get(role, {}) for role, title in titled.items()}
    return found
