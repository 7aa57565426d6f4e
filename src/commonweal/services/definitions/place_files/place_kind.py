"""The kind of document that `place.yaml` is."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from django.db import transaction
from pydantic import ValidationError

from commonweal.ground.organisations.api import hand_over_stewardship, organisation_by_key
from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import Finding
from commonweal.kernel.journal import record
from commonweal.kernel.place import Document, Folder, Kind, fingerprint
from commonweal.services.definitions.events import PlaceChanged
from commonweal.services.definitions.language.place import PlaceDocument
from commonweal.services.definitions.language.refusals import findings_of
from commonweal.services.definitions.language.translations import untranslated
from commonweal.services.definitions.models import PlaceRecord
from commonweal.services.definitions.place_files.service_kind import known_in
from commonweal.services.definitions.proof.unknown_names import unknown_organisation
from commonweal.services.definitions.source.keys import Schema


@cache
def _schema() -> Schema:
    return PlaceDocument.model_json_schema(by_alias=True)


def check(document: Document, folder: Folder) -> Iterable[Finding]:
    """Everything that is wrong with a place's document."""
    try:
        place = PlaceDocument.model_validate(document.data, by_name=False, by_alias=True)
    except ValidationError as error:
        return list(findings_of(error, document.data, (), _schema))
    findings = list(untranslated(document.data, place.languages))
    if place.steward is not None:
        findings += unknown_organisation(place.steward, known_in(folder), ("steward",))
    if len(folder.of("place")) > 1:
        findings.append(Finding("two-places", "A folder is one place.", "Keep one place.yaml.", ("place",)))
    return findings


def state() -> Mapping[str, str]:
    """The place as it was applied."""
    row = PlaceRecord.objects.first()
    return {row.document["place"]: row.print} if row else {}


def apply(document: Document, folder: Folder, acting: Acting) -> None:
    """Keep the document, and hand the stewardship over where it names another steward."""
    del folder
    steward = document.data.get("steward")
    with transaction.atomic():
        print_ = fingerprint(document.data)
        PlaceRecord.objects.update_or_create(id=1, defaults={"document": document.data, "print": print_})
        if steward is not None:
            hand_over_stewardship(to=organisation_by_key(steward).id, acting=acting)
        record(PlaceChanged(print_), acting=acting, object=f"place:{document.key}")


def export() -> Iterator[Document]:
    """The one document."""
    for row in PlaceRecord.objects.all():
        yield Document("place", row.document["place"], "place.yaml", row.document)


def schema() -> dict[str, object]:
    """JSON Schema of place.yaml."""
    return PlaceDocument.model_json_schema(by_alias=True)


PLACE = Kind(
    key="place",
    title={"en": "The place", "cy": "Y lle"},
    files=("place.yaml",),
    name=lambda data, _path: str(data.get("place") or ""),
    check=check,
    state=state,
    apply=apply,
    export=export,
    order=30,
    schema=schema,
)
