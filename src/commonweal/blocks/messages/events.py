"""What can happen to a message."""

from dataclasses import dataclass
from typing import ClassVar

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class MessageQueued(Fact):
    """A message is queued for sending."""

    type: ClassVar[str] = "message.queued"
    title: ClassVar[Text] = {"en": "A message was written", "cy": "Ysgrifennwyd neges"}
    channel: str
    template: str
    about: str


@dataclass(frozen=True)
class MessageSent(Fact):
    """A message left, or reached the inbox."""

    type: ClassVar[str] = "message.sent"
    title: ClassVar[Text] = {"en": "A message was sent", "cy": "Anfonwyd neges"}
    channel: str
    about: str


@dataclass(frozen=True)
class MessageFailed(Fact):
    """A message could not be delivered."""

    type: ClassVar[str] = "message.failed"
    title: ClassVar[Text] = {"en": "A message could not be delivered", "cy": "Nid oedd modd danfon neges"}
    channel: str
    about: str
    reason: str


@dataclass(frozen=True)
class MessageTriedAgain(Fact):
    """Somebody had a message sent that had not left."""

    type: ClassVar[str] = "message.tried_again"
    title: ClassVar[Text] = {"en": "A message was queued again", "cy": "Roedd neges i’w hanfon eto"}
    channel: str
    about: str


@dataclass(frozen=True)
class WaitingTriedAgain(Fact):
    """Somebody had all messages sent that had not left."""

    type: ClassVar[str] = "message.waiting_tried_again"
    title: ClassVar[Text] = {
        "en": "Messages that were waiting were queued again",
        "cy": "Roedd negeseuon a oedd yn aros i’w hanfon eto",
    }
    messages: int


@dataclass(frozen=True)
class AddressConfirmed(Fact):
    """An address was confirmed for one object, by the link that was sent to it."""

    type: ClassVar[str] = "message.address_confirmed"
    awaited: ClassVar[bool] = True
    title: ClassVar[Text] = {"en": "An email address was confirmed", "cy": "Cadarnhawyd cyfeiriad e-bost"}
    about: str


@dataclass(frozen=True)
class PreferenceChanged(Fact):
    """A person chose through which channels they want messages."""

    type: ClassVar[str] = "message.preference_changed"
    title: ClassVar[Text] = {"en": "Message preferences were changed", "cy": "Newidiwyd dewisiadau negeseuon"}
    channel: str
    wanted: bool
