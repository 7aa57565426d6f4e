"""Keeps the catalogue and the search in step with what is published."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from commonweal.blocks.search import api as search
from commonweal.ground.organisations.api import OrganisationCard, organisation_by_key, organisations
from commonweal.kernel.acting import SYSTEM
from commonweal.services.catalogue.models import CatalogueEntry, EntryHeading
from commonweal.services.definitions import api as definitions


def href_of(key: str) -> str:
    """The address of a service's page in the portal."""
    organisation, _, service = key.partition("/")
    return reverse("portal:service", args=[organisation, service])


# The order of entries in the search that match equally well: what can be used here and now comes first.
DESCRIBED = 0.6
ORGANISATION = 0.5


def _headings(entry: CatalogueEntry, kind: str, keys: Iterable[str]) -> list[EntryHeading]:
    return [EntryHeading(entry=entry, kind=kind, key=key) for key in dict.fromkeys(keys)]


@transaction.atomic
def list_service(service: str, hash_: str) -> None:
    """Put the published version of a service into the catalogue and the search."""
    base = definitions.base_of(hash_)
    organisation = organisation_by_key(base.offered_by)
    number = CatalogueEntry.objects.filter(key=service).values_list("lgsl", flat=True).first()
    entry, _ = CatalogueEntry.objects.update_or_create(
        key=service,
        defaults={
            "organisation_id": organisation.id,
            "title": dict(base.title),
            "summary": dict(base.summary),
            "synonyms": base.all_synonyms(),
            "online": True,
            "lgsl": base.lgsl,
        },
    )
    EntryHeading.objects.filter(entry=entry).delete()
    headings = [*_headings(entry, "topic", base.topics), *_headings(entry, "life_event", base.life_events)]
    EntryHeading.objects.bulk_create(headings)
    if number != base.lgsl:
        cover()
    find_by(service, base, organisation)


def find_by(service: str, base: "definitions.Base", organisation: OrganisationCard) -> None:
    """Let a service be found by its words, by its synonyms, and by its topics and life events."""
    synonyms = base.synonyms if isinstance(base.synonyms, dict) else {"": base.synonyms}
    search.put_entry(
        search.Document(
            kind="service",
            ref=f"service:{service}",
            href=href_of(service),
            title=base.title,
            summary=base.summary,
            keywords=synonyms,
            headings=_words_above(base, organisation),
            organisation=organisation.id,
        )
    )


def _words_above(base: "definitions.Base", organisation: OrganisationCard) -> dict[str, list[str]]:
    """The words of the topics, life events and organisation of a service, by language."""
    place = definitions.place()
    topics = [place.topics[key] for key in base.topics if key in place.topics]
    events = [place.life_events[key] for key in base.life_events if key in place.life_events]
    above: dict[str, list[str]] = {"": [word for heading in [*topics, *events] for word in heading.synonyms]}
    for title in [*(heading.title for heading in [*topics, *events]), organisation.name]:
        for language, words in title.items():
            above.setdefault(language, []).append(words)
    return above


@transaction.atomic
def unlist_service(service: str) -> None:
    """Take a service that was retired out of the catalogue and the search."""
    CatalogueEntry.objects.filter(key=service).delete()
    search.drop_entry(f"service:{service}")
    cover()


def cover() -> None:
    """Hide described services whose number one that is online has, and show those again that lost it."""
    online = CatalogueEntry.objects.filter(online=True, lgsl__isnull=False).values("lgsl")
    described = CatalogueEntry.objects.filter(online=False)
    hidden = list(described.filter(covered=False, lgsl__in=online))
    shown = list(described.filter(covered=True).exclude(lgsl__in=online))
    for entry in hidden:
        search.drop_entry(f"service:{entry.key}")
    for entry in shown:
        make_findable(entry)
    for entries, covered in ((hidden, True), (shown, False)):
        if entries:
            described.filter(pk__in=[entry.pk for entry in entries]).update(covered=covered)


def make_findable(entry: CatalogueEntry) -> None:
    """Let a service that is described only be found."""
    search.put_entry(
        search.Document(
            kind="service",
            ref=f"service:{entry.key}",
            href=href_of(entry.key),
            title=entry.title,
            summary=entry.summary,
            weight=DESCRIBED,
        )
    )


def file_by_number() -> None:
    """Put described services under the topics and life events of the place that name their numbers."""
    entries = dict(CatalogueEntry.objects.filter(online=False, lgsl__isnull=False).values_list("lgsl", "pk"))
    place = definitions.place()
    wanted = {
        (entries[number], kind, heading.key)
        for kind, headings in (("topic", place.topics), ("life_event", place.life_events))
        for heading in headings.values()
        for number in heading.lgsl
        if number in entries
    }
    rows = EntryHeading.objects.filter(entry__online=False).values_list("entry_id", "kind", "key", "pk")
    there = {(entry, kind, key): pk for entry, kind, key, pk in rows}
    EntryHeading.objects.filter(pk__in=[pk for row, pk in there.items() if row not in wanted]).delete()
    new = [EntryHeading(entry_id=entry, kind=kind, key=key) for entry, kind, key in sorted(wanted - set(there))]
    EntryHeading.objects.bulk_create(new)


def list_organisation(card: OrganisationCard) -> None:
    """Let an organisation be found."""
    search.put_entry(
        search.Document(
            kind="organisation",
            ref=f"organisation:{card.key}",
            href=reverse("portal:organisation", args=[card.key]),
            title=card.name,
            summary=card.summary,
            keywords={"en": [card.kind.replace("_", " ")]},
            organisation=card.id,
            weight=ORGANISATION,
        )
    )


@search.fills
def fill_the_search() -> None:
    """Put every service and organisation into the search index again."""
    cards = organisations()
    by_key = {card.key: card for card in cards.values()}
    for service, hash_ in definitions.live().items():
        find_by(service, definitions.base_of(hash_), by_key[service.partition("/")[0]])
    for entry in CatalogueEntry.objects.filter(online=False, covered=False):
        make_findable(entry)
    for card in by_key.values():
        list_organisation(card)


def set_place_synonyms() -> None:
    """Give the search the synonyms of this place."""
    place = definitions.place()
    for language in place.languages:
        search.set_synonyms(language=language, synonyms=place.synonyms.get(language, {}), acting=SYSTEM)
