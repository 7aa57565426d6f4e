"""The page for people whose address is outside a service's areas: where it is offered, and who else may help."""

from commonweal.ground.areas.api import area_names
from commonweal.ground.organisations.api import organisation_by_key
from commonweal.services.catalogue import api as catalogue
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys.drafts import Open

MOST = 20


def elsewhere(journey: Open) -> dict[str, object]:
    """What the page needs: names of the areas, the organisation, and services of the same kind for the address."""
    area, base = journey.flow.elsewhere, journey.service.base
    return {
        "lives_in": area_names([area]).get(area, {}),
        "served": list(area_names(base.areas).values()),
        "provider": organisation_by_key(base.offered_by),
        "others": _others(base, area, journey.row.language),
    }


def _others(base: definitions.Base, area: str, language: str) -> list[catalogue.EntryCard]:
    """The services with the same number in the national list that are offered there."""
    if base.lgsl is None:
        return []
    alike = catalogue.entries(lgsl=base.lgsl, language=language)[:MOST]
    return [card for card in alike if card.key != base.key and definitions.published(card.key).base.serves(area)]
