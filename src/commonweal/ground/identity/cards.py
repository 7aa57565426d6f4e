"""The shapes in which people are handed out."""

from dataclasses import dataclass
from datetime import date

from commonweal.ground.identity.models import Person


@dataclass(frozen=True)
class PersonCard:
    """What other capabilities may know of a person; `address` has line1, line2, town, postcode, area, uprn, or
    lines and country where it is in another country."""

    id: str
    name: str
    email: str
    phone: str
    address: dict[str, object]
    date_of_birth: date | None
    language: str
    assurance: str


def card(person: Person) -> PersonCard:
    """The card of a person row."""
    return PersonCard(
        id=str(person.pk),
        name=person.name,
        email=person.email,
        phone=person.phone,
        address=person.address or {},
        date_of_birth=person.date_of_birth,
        language=person.language or "en",
        assurance=person.assurance,
    )
