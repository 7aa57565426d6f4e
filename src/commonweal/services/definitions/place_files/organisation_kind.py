"""The kind of document that the files in `organisations/` are."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, ValidationError

from commonweal.ground.organisations.api import (
    OrganisationCard,
    change_organisation,
    create_organisation,
    faults_in_description,
    organisations,
)
from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import Finding, Strict
from commonweal.kernel.patterns import pattern
from commonweal.kernel.place import Document, Folder, Kind, fingerprint
from commonweal.kernel.problems import Conflict, filled
from commonweal.kernel.written.numbers import NotBoolean
from commonweal.services.definitions.language.base import Words
from commonweal.services.definitions.language.refusals import findings_of
from commonweal.services.definitions.language.translations import untranslated
from commonweal.services.definitions.place_files.service_kind import known_in
from commonweal.services.definitions.source.keys import Schema

KEY = pattern(r"^[a-z][a-z0-9-]{1,78}[a-z0-9]$", "small letters, digits and hyphens, such as town-council")
OrganisationType = Literal["council", "county", "health", "job_centre", "housing", "charity", "business", "other"]
COLOUR = pattern(r"^#[0-9a-fA-F]{6}$", "# and six hexadecimal digits, such as #0a4a50")


# A discriminator, so that what fits neither form is refused once and in the words of the form that it looks like.
TextOrWords = Annotated[
    Annotated[Words, Tag("words")] | Annotated[str, Tag("text")],
    Discriminator(lambda value: "words" if isinstance(value, Mapping) else "text"),
]


class Contact(Strict):
    """How people reach the organisation."""

    email: str = ""
    phone: str = ""
    website: str = ""
    address: str = ""
    hours: TextOrWords = ""


class OrganisationTheme(Strict):
    """The organisation's own colours."""

    primary: str | None = Field(default=None, pattern=COLOUR, description="#, and six hexadecimal digits")
    accent: str | None = Field(default=None, pattern=COLOUR, description="The same")


class OrganisationDocument(Strict):
    """A member of the place. The file has no people: they are invited."""

    organisation: str = Field(pattern=KEY, description="Its key; never changes")
    schema_: Annotated[Literal[1], NotBoolean] = Field(alias="schema")
    name: Words = Field(min_length=1)
    kind: OrganisationType
    summary: Words = {}
    contact: Contact = Contact()
    theme: OrganisationTheme = OrganisationTheme()


@cache
def _schema() -> Schema:
    return OrganisationDocument.model_json_schema(by_alias=True)


def check(document: Document, folder: Folder) -> Iterable[Finding]:
    """Everything that is wrong with an organisation's document; what passes is not refused when it is applied."""
    try:
        OrganisationDocument.model_validate(document.data, by_name=False, by_alias=True)
    except ValidationError as error:
        return list(findings_of(error, document.data, (), _schema))
    wrong = faults_in_description({key: value for key, value in document.data.items() if value is not None})
    if wrong:
        return [Finding("not-fitting", f"'{path[-1]}': {words}.", "Correct it.", path) for path, words in wrong.items()]
    return list(untranslated(document.data, known_in(folder).languages))


def state() -> Mapping[str, str]:
    """Fingerprint of each organisation."""
    return {card.key: fingerprint(_document(card)) for card in organisations().values()}


def print_of(document: Document, folder: Folder) -> str:
    """The fingerprint without empty keys."""
    del folder
    return fingerprint(_tidy(document.data))


def _tidy(data: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in data.items() if value not in ({}, None, "")}


def _document(card: OrganisationCard) -> dict[str, object]:
    said = {"organisation": card.key, "schema": 1, "name": dict(card.name), "kind": card.kind}
    more = {"summary": dict(card.summary), "contact": dict(card.contact), "theme": dict(card.theme)}
    return _tidy({**said, **more})


def apply(document: Document, folder: Folder, acting: Acting) -> None:
    """Create or update the organisation. The steward is set in `place.yaml`."""
    del folder
    data = document.data
    rest = {name: dict(data.get(name) or {}) for name in ("summary", "contact", "theme")}
    there = {card.key: card for card in organisations().values()}.get(document.key)
    if there is None:
        create_organisation(key=document.key, name=data["name"], kind=data["kind"], acting=acting, **rest)
        return
    if there.kind != data["kind"]:
        raise Conflict(
            filled(
                "The organisation %(organisation)s is a %(kind)s; its kind cannot be changed by a file.",
                organisation=document.key,
                kind=there.kind,
            ),
            remedy=filled("Write `kind: %(kind)s` in %(file)s.", kind=there.kind, file=document.path),
        )
    change_organisation(organisation=there.id, acting=acting, name=data["name"], **rest)


def export() -> Iterator[Document]:
    """All active organisations."""
    for card in sorted(organisations().values(), key=lambda card: card.key):
        yield Document("organisation", card.key, f"organisations/{card.key}.yaml", _document(card))


def schema() -> dict[str, object]:
    """JSON Schema of an organisation's file."""
    return OrganisationDocument.model_json_schema(by_alias=True)


ORGANISATION = Kind(
    key="organisation",
    title={"en": "Organisations", "cy": "Sefydliadau"},
    files=("organisations/*.yaml",),
    name=lambda data, _path: str(data.get("organisation") or ""),
    check=check,
    state=state,
    apply=apply,
    export=export,
    order=20,
    print_of=print_of,
    schema=schema,
)
