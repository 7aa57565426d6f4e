"""The description of a place in `place.yaml`: name, languages, steward, topics and life events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Self

from django.conf import settings
from pydantic import Field, model_validator

from commonweal.kernel.definition import Strict
from commonweal.kernel.text import Text
from commonweal.kernel.written.numbers import NotBoolean, WholeNumber
from commonweal.services.definitions.language.base import LANGUAGE, Key, Words


class Heading(Strict):
    """A topic or a life event, under which services are listed."""

    key: Key
    title: Words = Field(min_length=1)
    summary: Words = {}
    lgsl: list[WholeNumber] = Field(
        default=[], description="Numbers of the Local Government Service List that fall under it"
    )
    synonyms: list[str] = Field(default=[], description="Words that people search for")


class PlaceDocument(Strict):
    """The document `place.yaml`."""

    place: Key = Field(description="Its key; never changes")
    schema_: Annotated[Literal[1], NotBoolean] = Field(alias="schema")
    name: Words = Field(min_length=1)
    summary: Words = {}
    languages: list[Annotated[str, Field(pattern=LANGUAGE)]] = Field(
        min_length=1, description="Language codes; every text has words in each of them"
    )
    steward: Key | None = Field(default=None, description="The organisation that looks after the platform")
    contact: dict[Literal["email", "phone", "address", "hours"], str] = Field(
        default={}, description="`email`, `phone`, `address` and `hours`"
    )
    topics: list[Heading] = Field(default=[], description="In the order in which they are shown")
    life_events: list[Heading] = Field(default=[], description="In the order in which they are shown")
    synonyms: dict[Annotated[str, Field(pattern=LANGUAGE)], dict[str, list[str]]] = Field(
        default={}, description="By language: everyday word -> official word, for the search"
    )

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        for headings in (self.topics, self.life_events):
            keys = [heading.key for heading in headings]
            twice = sorted({key for key in keys if keys.count(key) > 1})
            if twice:
                raise ValueError(f"'{twice[0]}' is in a list twice")
        return self


@dataclass(frozen=True)
class HeadingCard:
    """A topic or life event for pages."""

    key: str
    title: Text
    summary: Text = field(default_factory=dict)
    synonyms: tuple[str, ...] = ()
    lgsl: tuple[int, ...] = ()


@dataclass(frozen=True)
class PlaceCard:
    """What pages may know of the place; topics and life events by key, in the order in which they are shown."""

    key: str
    name: Text
    summary: Text
    languages: tuple[str, ...]
    steward: str | None
    contact: Mapping[str, str]
    topics: Mapping[str, HeadingCard]
    life_events: Mapping[str, HeadingCard]
    synonyms: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)


def card_of(document: Mapping[str, Any]) -> PlaceCard:
    """The card of a place's document; for an empty one from the settings."""
    return PlaceCard(
        key=document.get("place", ""),
        name=document.get("name") or {"en": settings.PLACE_NAME},
        summary=document.get("summary") or {},
        languages=tuple(document.get("languages") or (code for code, _ in settings.LANGUAGES)),
        steward=document.get("steward"),
        contact=document.get("contact") or {},
        topics=_headings(document.get("topics")),
        life_events=_headings(document.get("life_events")),
        synonyms=document.get("synonyms") or {},
    )


def _headings(items: Any) -> dict[str, HeadingCard]:
    return {
        item["key"]: HeadingCard(
            item["key"],
            item["title"],
            item.get("summary") or {},
            tuple(item.get("synonyms") or ()),
            tuple(item.get("lgsl") or ()),
        )
        for item in items or ()
    }
