"""The front door of the catalogue.

front_page() -> FrontPage                                          what the home page shows
entries(topic=, life_event=, organisation=, lgsl=, language=) -> [EntryCard]   by title in that language, from memory
entry(key) -> EntryCard                                            one; NotFound
load_lgsl(*, table, acting)                                        services that are described only
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from commonweal.ground.organisations.api import organisations
from commonweal.kernel.problems import NotFound
from commonweal.kernel.remembered import remembered
from commonweal.kernel.text import in_language
from commonweal.services.catalogue.actions.keep_entries import (
    file_by_number,
    href_of,
    list_organisation,
    list_service,
    set_place_synonyms,
    unlist_service,
)
from commonweal.services.catalogue.actions.load_lgsl import Loaded, load_lgsl
from commonweal.services.catalogue.cards import EntryCard, FrontPage
from commonweal.services.catalogue.models import CatalogueEntry, EntryHeading
from commonweal.services.definitions import api as definitions

__all__ = [
    "EntryCard",
    "FrontPage",
    "Loaded",
    "entries",
    "entry",
    "file_by_number",
    "front_page",
    "list_organisation",
    "list_service",
    "load_lgsl",
    "set_place_synonyms",
    "unlist_service",
]

ANY = ""  # for a language that the place does not have


def _card(row: CatalogueEntry) -> EntryCard:
    return EntryCard(
        key=row.key,
        title=row.title,
        summary=row.summary,
        organisation=row.organisation.key if row.organisation else "",
        organisation_name=row.organisation.name if row.organisation else {},
        online=row.online,
        href=href_of(row.key),
    )


def entries(
    *,
    topic: str | None = None,
    life_event: str | None = None,
    organisation: str | None = None,
    lgsl: int | None = None,
    language: str = "en",
    online: bool = True,
) -> list[EntryCard]:
    """The services that match (`organisation` is a key), by title; from memory, but for `lgsl` (the number in the
    national list: one query). With `online=False` those too that are described only."""
    shown = _shown()
    asked = {("topic", topic), ("life_event", life_event)}
    named = [shown.under.get((kind, key), frozenset()) for kind, key in asked if key is not None]
    numbered = None if lgsl is None else set(CatalogueEntry.objects.filter(lgsl=lgsl).values_list("key", flat=True))
    return [
        card
        for card in shown.by_title[_known(language)]
        if (card.online or not online or topic is not None)
        and all(card.key in keys for keys in named)
        and organisation in {None, card.organisation}
        and (numbered is None or card.key in numbered)
    ]


def entry(key: str) -> EntryCard:
    """One service. Raises NotFound."""
    row = CatalogueEntry.objects.select_related("organisation").filter(key=key).first()
    if row is None:
        raise NotFound("There is no such service here.", remedy="Look at all services, or search.")
    return _card(row)


# The cards have the names of organisations, so a change of those counts as well.
ORGANISATIONS = CatalogueEntry._meta.get_field("organisation").related_model


@dataclass(frozen=True)
class _Shown:
    """What lists may show, by title in each language, and the keys of the services under each heading."""

    by_title: Mapping[str, Sequence[EntryCard]]
    under: Mapping[tuple[str, str], frozenset[str]]


@remembered(CatalogueEntry, EntryHeading, ORGANISATIONS)
def _shown() -> _Shown:
    """Read once after each change: lists are long, and every stranger may ask for them."""
    rows = CatalogueEntry.objects.select_related("organisation").filter(covered=False)
    under: dict[tuple[str, str], set[str]] = {}
    for kind, key, entry in EntryHeading.objects.values_list("kind", "key", "entry__key"):
        under.setdefault((kind, key), set()).add(entry)
    cards = [_card(row) for row in rows]
    by_title = {language: _by_title(cards, language) for language in (ANY, *dict(settings.LANGUAGES))}
    return _Shown(by_title, {heading: frozenset(keys) for heading, keys in under.items()})


def _by_title(cards: Iterable[EntryCard], language: str) -> list[EntryCard]:
    """Services online first, by title."""
    return sorted(cards, key=lambda card: (not card.online, in_language(card.title, language).casefold()))


def _known(language: str) -> str:
    """The language of the place that comes nearest: callers name any, and a list is sorted for those of the place."""
    known = dict(settings.LANGUAGES)
    return next((code for code in (language, language.partition("-")[0]) if code in known), ANY)


@remembered(CatalogueEntry, EntryHeading)
def _headings() -> frozenset[tuple[str, str]]:
    return frozenset(EntryHeading.objects.filter(entry__online=True).values_list("kind", "key").distinct())


def front_page() -> FrontPage:
    """The headings that have services online, in the place's order, and the active organisations; from memory."""
    used = _headings()
    place = definitions.place()
    return FrontPage(
        topics=[card for key, card in place.topics.items() if ("topic", key) in used],
        life_events=[card for key, card in place.life_events.items() if ("life_event", key) in used],
        providers=list(organisations().values()),
    )
