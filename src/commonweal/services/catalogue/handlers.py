"""The catalogue follows what is published, and which organisations there are, in the same transaction."""

from commonweal.blocks.search.api import refill
from commonweal.ground.organisations.api import organisations
from commonweal.ground.organisations.events import OrganisationChanged, OrganisationCreated
from commonweal.kernel.journal import Entry, react
from commonweal.services.catalogue.api import (
    file_by_number,
    list_organisation,
    list_service,
    set_place_synonyms,
    unlist_service,
)
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.events import PlaceChanged, ServicePublished, ServiceRetired


@react(ServicePublished)
def on_published(entry: Entry) -> None:
    """The new version is what lists and search show."""
    list_service(entry.facts["service"], entry.facts["hash"])


@react(ServiceRetired)
def on_retired(entry: Entry) -> None:
    """It is no longer offered."""
    unlist_service(entry.facts["service"])


@react(PlaceChanged)
def on_place_changed(_entry: Entry) -> None:
    """Its topics may have other numbers, and its synonyms may have changed."""
    file_by_number()
    set_place_synonyms()
    # Services are also found by the words of their topics and life events.
    if definitions.live():
        refill.enqueue()


@react(OrganisationCreated, OrganisationChanged)
def on_organisation(entry: Entry) -> None:
    """Its name and words are what search finds."""
    for card in organisations([entry.organisation]).values():
        list_organisation(card)
