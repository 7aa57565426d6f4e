"""Reads services and versions from the tables, and compiles versions once a process."""

from collections.abc import Iterable, Mapping
from threading import Lock

from commonweal.ground.areas.api import areas
from commonweal.kernel.capability import is_on, sections
from commonweal.kernel.problems import NotFound, filled
from commonweal.kernel.remembered import remembered
from commonweal.services.definitions.language.assembling import build, read_base, read_section
from commonweal.services.definitions.language.base import Base
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.language.place import PlaceCard, card_of
from commonweal.services.definitions.language.vocabulary import sections_here
from commonweal.services.definitions.models import KeptText, PlaceRecord, Service, Version
from commonweal.services.definitions.proof.checking import FindParent, written_out
from commonweal.services.definitions.proof.unknown_names import Known
from commonweal.services.definitions.source.canonical import normal, normal_and_digest
from commonweal.services.definitions.source.reading import read_text

# Compiled versions kept in a process; one takes some hundred kilobytes, mostly its rules.
MOST_KEPT = 200
_kept: dict[str, CompiledService] = {}
_making = Lock()


@remembered(Service)
def _live() -> Mapping[str, str]:
    rows = Service.objects.filter(current__isnull=False)
    return dict(rows.order_by("key").values_list("key", "current__hash"))


@remembered(Service)
def _titles() -> Mapping[str, Mapping[str, str]]:
    rows = Service.objects.filter(current__isnull=False).order_by("key")
    return {key: title or {} for key, title in rows.values_list("key", "current__document__title")}


def titles() -> Mapping[str, Mapping[str, str]]:
    """The titles of all live services by key, from memory: lists of many services compile none of them."""
    return _titles()


def published_hash(service: str) -> str:
    """The hash of the live version of "organisation/service". Raises NotFound."""
    found = _live().get(service)
    if found is None:
        raise NotFound(
            filled("There is no service called %(service)s here.", service=service),
            remedy="Look for it in the list of services.",
        )
    return found


def live(services: Iterable[str] | None = None) -> dict[str, str]:
    """Hash of the live version by service key, of all services or of these, from memory."""
    wanted = None if services is None else set(services)
    return {key: hash_ for key, hash_ in _live().items() if wanted is None or key in wanted}


def document_of(hash_: str) -> Mapping[str, object] | None:
    """The resolved document of a version that was handed in, or None."""
    rows = Version.objects.filter(hash=hash_).exclude(status="draft")
    found: Mapping[str, object] | None = rows.values_list("document", flat=True).first()
    if found is None:
        return _parent(hash_)
    # The database may give the keys back in any order; where no order is written out, it is that of the alphabet.
    return normal(found)


def parents_for(organisation: str) -> FindParent:
    """Finds what a definition of this organisation (id) may extend: what is or was live, what the place's files
    brought, and its own versions that were handed in. What others prepare is theirs alone."""

    def find(hash_: str) -> Mapping[str, object] | None:
        prepared = Version.objects.filter(hash=hash_, status__in=("in_review", "approved", "scheduled"))
        owners = {str(owner) for owner in prepared.values_list("service__organisation_id", flat=True)}
        if owners - {organisation}:
            return None
        return document_of(hash_)

    return find


def _parent(hash_: str) -> Mapping[str, object] | None:
    """A definition of another place that overlays here extend; it came with the place's files."""
    text = KeptText.objects.filter(kind="parent", key=hash_).values_list("text", flat=True).first()
    if not text:
        return None
    plain = {key: value for key, value in read_text(text).document.items() if value is not None}
    full, full_hash = normal_and_digest(written_out(plain))
    return full if full_hash == hash_ else normal(plain)


def version(hash_: str) -> CompiledService:
    """A version, compiled; the database is asked only the first time in a process. Raises NotFound."""
    found = _kept.get(hash_)
    if found is not None:
        return found
    document = _known_document(hash_)
    # Compiling in two threads at the same time would only waste the work of one, but memory is what a small server
    # lacks.
    with _making:
        if hash_ not in _kept:
            if len(_kept) >= MOST_KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[hash_] = _revive(hash_, document)
        return _kept[hash_]


def base_of(hash_: str) -> Base:
    """The general part of a version, for lists of services: nothing else of it is compiled. Raises NotFound."""
    found = _kept.get(hash_)
    return found.base if found is not None else read_base(_known_document(hash_))


def _known_document(hash_: str) -> Mapping[str, object]:
    document = document_of(hash_)
    if document is None:
        raise NotFound("This version of the service is not kept here.")
    return document


def _revive(hash_: str, document: Mapping[str, object]) -> CompiledService:
    """Compile a document that was proved when it was published. Sections whose block was taken out or switched off
    since are left aside, so that cases begun on it can be finished."""
    present = {key: section for key, section in sections_here().items() if document.get(key) is not None}
    contents = {key: read_section(section, document[key]) for key, section in present.items()}
    return build(hash_, document, read_base(document), contents, present)


def forget() -> None:
    """Forget what was compiled (tests that change what is installed)."""
    _kept.clear()


@remembered(PlaceRecord)
def _place() -> PlaceCard | None:
    document = PlaceRecord.objects.values_list("document", flat=True).first()
    return card_of(document) if document else None


def place() -> PlaceCard:
    """The description of the place, from memory; from the settings where no place was applied."""
    return _place() or card_of({})


def known_here(organisations: Iterable[str] | None = None) -> Known:
    """What the place knows about names that definitions use; nothing about topics and life events before a place was
    applied."""
    card, there = _place(), None if organisations is None else set(organisations)
    if card is None:
        return Known(place().languages, organisations=there, areas=known_areas())
    return Known(card.languages, list(card.topics), list(card.life_events), there, known_areas())


def known_areas() -> frozenset[str] | None:
    """Keys of the areas of the place, None where none were loaded yet."""
    return frozenset(area.key for area in areas()) or None


def switched_off(organisation: str) -> frozenset[str]:
    """Keys of the capabilities with a section that this organisation (id) has switched off."""
    owners = {config.key for config, _ in sections().values()}
    return frozenset(key for key in owners if not is_on(key, organisation))
