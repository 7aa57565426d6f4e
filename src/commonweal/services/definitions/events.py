"""What can happen to the definition of a service."""

from dataclasses import dataclass
from typing import ClassVar

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class DraftSaved(Fact):
    """Somebody wrote or rewrote a draft; `hash` is '' while it has mistakes."""

    service: str
    number: int
    hash: str
    mistakes: int
    type: ClassVar[str] = "definitions.draft_saved"
    title: ClassVar[Text] = {"en": "Draft saved", "cy": "Cadwyd drafft"}


@dataclass(frozen=True)
class DraftDiscarded(Fact):
    """A draft was thrown away."""

    service: str
    number: int
    type: ClassVar[str] = "definitions.draft_discarded"
    title: ClassVar[Text] = {"en": "Draft discarded", "cy": "Gwaredwyd y drafft"}


@dataclass(frozen=True)
class SubmittedForReview(Fact):
    """A draft was handed in."""

    service: str
    number: int
    hash: str
    note: str
    type: ClassVar[str] = "definitions.submitted_for_review"
    title: ClassVar[Text] = {"en": "Submitted for review", "cy": "Cyflwynwyd i'w adolygu"}


@dataclass(frozen=True)
class SentBack(Fact):
    """The reviewer wants something changed."""

    service: str
    number: int
    hash: str
    reason: str
    type: ClassVar[str] = "definitions.sent_back"
    title: ClassVar[Text] = {"en": "Sent back for changes", "cy": "Anfonwyd yn ôl i'w newid"}


@dataclass(frozen=True)
class Approved(Fact):
    """A second person approved a version."""

    service: str
    number: int
    hash: str
    type: ClassVar[str] = "definitions.approved"
    title: ClassVar[Text] = {"en": "Approved", "cy": "Cymeradwywyd"}


@dataclass(frozen=True)
class PublicationScheduled(Fact):
    """A version will be published at a time (ISO 8601)."""

    service: str
    number: int
    hash: str
    at: str
    type: ClassVar[str] = "definitions.publication_scheduled"
    title: ClassVar[Text] = {"en": "Publication scheduled", "cy": "Trefnwyd cyhoeddi"}


@dataclass(frozen=True)
class PublicationFailed(Fact):
    """A version whose time had come could not be published; with the `reason`. It stays approved until a person
    publishes it."""

    service: str
    number: int
    hash: str
    reason: str
    type: ClassVar[str] = "definitions.publication_failed"
    title: ClassVar[Text] = {"en": "Could not be published", "cy": "Ni ellid ei gyhoeddi"}


@dataclass(frozen=True)
class ServicePublished(Fact):
    """A version is live from now on. `previous` is the hash that was live before, or ''; `back` is true for a return to
    an earlier version. `definitions.api.version(hash)` has its content."""

    service: str
    number: int
    hash: str
    previous: str
    back: bool = False
    type: ClassVar[str] = "definitions.service_published"
    title: ClassVar[Text] = {"en": "Service published", "cy": "Cyhoeddwyd y gwasanaeth"}

    def display(self, language: str) -> Text | str:
        del language
        if self.back:
            return {"en": "Returned to an earlier version", "cy": "Fersiwn gynharach wedi'i hadfer"}
        return self.title


@dataclass(frozen=True)
class ServiceRetired(Fact):
    """The service takes no new applications; cases that were begun go on."""

    service: str
    hash: str
    reason: str
    type: ClassVar[str] = "definitions.service_retired"
    title: ClassVar[Text] = {"en": "Service withdrawn", "cy": "Tynnwyd y gwasanaeth yn ôl"}


@dataclass(frozen=True)
class PlaceChanged(Fact):
    """The place's name, languages, topics or life events changed."""

    hash: str
    type: ClassVar[str] = "definitions.place_changed"
    title: ClassVar[Text] = {"en": "Place changed", "cy": "Newidiwyd y lle"}
