"""What can happen to a journey."""

from dataclasses import dataclass
from typing import ClassVar

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class JourneyBegun(Fact):
    """Somebody began a service."""

    type: ClassVar[str] = "journey.begun"
    title: ClassVar[Text] = {"en": "Application started", "cy": "Dechreuwyd y cais"}
    service: str
    version: str


@dataclass(frozen=True)
class JourneySubmitted(Fact):
    """A service was applied for. `minutes` is how long it took from the first question."""

    type: ClassVar[str] = "journey.submitted"
    title: ClassVar[Text] = {"en": "Application sent", "cy": "Anfonwyd y cais"}
    service: str
    version: str
    reference: str
    minutes: int


@dataclass(frozen=True)
class JourneyStopped(Fact):
    """The answers so far show that the person is not eligible; `because` has the criteria, or "area"."""

    type: ClassVar[str] = "journey.stopped"
    title: ClassVar[Text] = {"en": "Application not possible", "cy": "Nid yw'r cais yn bosibl"}
    service: str
    version: str
    because: list[str]


@dataclass(frozen=True)
class JourneyDiscarded(Fact):
    """A draft was deleted by its owner, or because it was abandoned."""

    type: ClassVar[str] = "journey.discarded"
    title: ClassVar[Text] = {"en": "Draft deleted", "cy": "Dilëwyd y drafft"}
    service: str
    step: str


@dataclass(frozen=True)
class JourneyCarriedOver(Fact):
    """A draft was brought to a newer version of its service."""

    type: ClassVar[str] = "journey.carried_over"
    title: ClassVar[Text] = {"en": "Draft moved to the new form", "cy": "Symudwyd y drafft i'r ffurflen newydd"}
    service: str
    old: str
    new: str


@dataclass(frozen=True)
class JourneyMoved(Fact):
    """A draft went on in another browser or account, by the link to it; the one before has it no longer."""

    type: ClassVar[str] = "journey.moved"
    title: ClassVar[Text] = {"en": "Draft continued on another device", "cy": "Parhawyd â'r drafft ar ddyfais arall"}
    service: str


@dataclass(frozen=True)
class JourneyDeleted(Fact):
    """An application to a service without cases was deleted at the end of the service's retention."""

    type: ClassVar[str] = "journey.deleted"
    title: ClassVar[Text] = {"en": "Deleted, as its retention ended", "cy": "Dilëwyd, gan i’w gyfnod cadw ddod i ben"}
    service: str


@dataclass(frozen=True)
class ResumeLinkSent(Fact):
    """A link to go on with a draft on another device was sent."""

    type: ClassVar[str] = "journey.link_sent"
    title: ClassVar[Text] = {"en": "Link to continue sent", "cy": "Anfonwyd dolen i barhau"}
    service: str
