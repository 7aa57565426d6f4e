"""What the catalogue answers with."""

from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.ground.organisations.api import OrganisationCard
from commonweal.kernel.text import Text
from commonweal.services.definitions.api import HeadingCard


@dataclass(frozen=True)
class EntryCard:
    """A service in a list; `href` is its address in the portal."""

    key: str
    title: Text
    summary: Text
    organisation: str
    organisation_name: Text
    online: bool
    href: str


@dataclass(frozen=True)
class FrontPage:
    """What the home page shows: headings that have services, and the organisations."""

    topics: Sequence[HeadingCard]
    life_events: Sequence[HeadingCard]
    providers: Sequence[OrganisationCard]
