"""The keys of a service definition that no block owns; each block adds its own section by itself."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from commonweal.kernel.acting import ASSURANCE
from commonweal.kernel.definition import Strict
from commonweal.kernel.patterns import pattern
from commonweal.kernel.personal import Basis
from commonweal.kernel.worktime import Unit, place_calendar
from commonweal.kernel.written.numbers import NotBoolean, WholeNumber

KEY = pattern(r"^[a-z0-9]+(-[a-z0-9]+)*$", "small letters and digits, with hyphens between words, such as missed-bin")
LANGUAGE = pattern(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$", "the code of a language, such as en or cy")
PARENT = pattern(
    r"^[a-z0-9-]+/[a-z0-9-]+@sha256:[0-9a-f]{64}$", "a version of a service: organisation/service@sha256: and its hash"
)
PERIOD = pattern(
    r"^[1-9][0-9]{0,3} (days?|weeks?|months?|years?)$",
    "a number and days, weeks, months or years, such as 24 months",
)

Channel = Literal["web", "phone", "counter"]
Assurance = Literal["none", "low", "medium", "high"]
Key = Annotated[str, Field(pattern=KEY, max_length=60)]


def _by_language(value: object) -> object:
    if isinstance(value, str):
        raise ValueError(f"these words have no language; write it before them, for example {{en: {value[:40]}}}")
    return value


Words = Annotated[
    dict[Annotated[str, Field(pattern=LANGUAGE)], Annotated[str, Field(min_length=1, max_length=20_000)]],
    BeforeValidator(_by_language, json_schema_input_type=dict[str, str]),
    Field(description="Words by language code, for example {en: Missed bin, cy: Bin a gollwyd}"),
]


class LegalBasis(Strict):
    """Why the organisation may do this and hold the data: a basis of GDPR article 6, and where it is written."""

    basis: Basis
    reference: str = Field(min_length=1, max_length=400)


class Retention(Strict):
    """How long applications are kept before they are deleted with their files, where an outcome has no period of its
    own. A service without cases counts from the day of sending."""

    delete_after: str = Field(pattern=PERIOD, description="for example 24 months")
    from_: Literal["submitted", "closed"] = Field(default="closed", alias="from")

    def ends(self, since: datetime) -> datetime:
        """When what was sent or closed at `since` is to be deleted."""
        count, unit = self.delete_after.split()
        months = {"year": 12, "month": 1}.get(unit.removesuffix("s"))
        if months is not None:
            return place_calendar().due(since, int(count) * months, "months")
        span: Unit = "weeks" if unit.startswith("week") else "days"
        return place_calendar().due(since, int(count), span)


class Migrate(Strict):
    """What happens to answers that were begun on the version before: new names by old ("items.kind" reaches into a
    repeat group), and answers to drop."""

    rename: dict[str, str] = {}
    drop: list[str] = []


class Example(Strict):
    """A test that the definition carries. `given` are answers by question key, amounts in major units (pounds), and
    what else is known (`person`, `attributes`); `on` is the day on which it happens, and defaults to the day of the
    check."""

    name: str = Field(min_length=1, max_length=200)
    on: date | None = None
    given: dict[str, object] = {}
    expect: dict[str, object] = Field(min_length=1)


class Base(Strict):
    """What every service has, regardless of its blocks."""

    service: Key = Field(description="Its name within the organisation; never changes")
    schema_: Annotated[Literal[1], NotBoolean] = Field(alias="schema", description="The version of this language")
    offered_by: Key = Field(description="Key of the organisation")
    extends: str | None = Field(default=None, pattern=PARENT, description="organisation/service@sha256:…")
    title: Words = Field(min_length=1)
    summary: Words = Field(default={}, description="One or two sentences for lists")
    description: Words = Field(default={}, description="The service page, as Markdown")
    topics: list[Key] = Field(default=[], max_length=10)
    life_events: list[Key] = Field(default=[], max_length=20)
    synonyms: list[str] | dict[str, list[str]] = Field(default=[], description="Words that people search for")
    areas: list[str] = Field(
        default=[],
        max_length=200,
        description=(
            "Keys of the areas that it serves, including the areas inside them; defaults to everywhere. If the first "
            "address answered is outside them, the next page says so and the application cannot be sent. An address "
            "whose area is not known is accepted, and staff decide; `only_gazetteer` accepts only known addresses"
        ),
    )
    lgsl: WholeNumber | None = Field(default=None, ge=1, description="Its number in the Local Government Service List")
    channels: list[Channel] = Field(
        default=["web"], min_length=1, description="How an application can be started; programs count as web"
    )
    assurance: Assurance = "none"
    guests: bool | None = Field(default=None, description="Whether it may be used without an account")
    languages: list[Annotated[str, Field(pattern=LANGUAGE)]] = Field(
        default=[], description="Where it is offered in fewer languages than the place has"
    )
    legal_basis: LegalBasis | None = None
    retention: Retention | None = None
    hard_close: date | datetime | None = Field(
        default=None,
        description="No new applications from then on, by the clocks of the place; a day closes at its beginning",
    )
    migrate: Migrate = Migrate()
    examples: list[Example] = Field(default=[], max_length=200)

    @property
    def key(self) -> str:
        """The name of the service in the place."""
        return f"{self.offered_by}/{self.service}"

    @property
    def for_guests(self) -> bool:
        """Whether an application without an account is allowed."""
        return self.assurance == "none" if self.guests is None else self.guests

    def enough(self, assurance: str) -> bool:
        """Whether an identity of this assurance is as sure as the service demands."""
        return ASSURANCE.index(assurance) >= ASSURANCE.index(self.assurance)

    def serves(self, area: str) -> bool:
        """Whether it is for people in an area (key), '' for an unknown one."""
        return not (self.areas and area) or any(area == key or area.startswith(f"{key}/") for key in self.areas)

    def all_synonyms(self) -> list[str]:
        """The synonyms of all languages."""
        if isinstance(self.synonyms, dict):
            return [word for words in self.synonyms.values() for word in words]
        return list(self.synonyms)


BASE_KEYS = {info.alias or name: name for name, info in Base.model_fields.items()}
