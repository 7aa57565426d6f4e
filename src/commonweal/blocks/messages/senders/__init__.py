"""How messages are sent: one file for each provider, chosen in the settings; each has a self-check for the doctor."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol

from django.conf import settings


class Refused(Exception):
    """The provider will never deliver to this address; trying again is useless."""


class NotNow(Exception):
    """The provider cannot take the message at the moment. `retry_after` is in seconds, if it sent one."""

    def __init__(self, words: str, *, retry_after: int = 0) -> None:
        super().__init__(words)
        self.retry_after = retry_after


class OurFault(Exception):
    """The provider does not accept this place (wrong password, wrong sender, blocked): no recipient's address is wrong,
    and the settings have to be corrected. The message waits for that."""


@dataclass(frozen=True)
class Outgoing:
    """A message as a provider gets it, to one address. `key` is the idempotency key: the same key is the same
    message."""

    key: str
    to: str
    subject: str
    body: str
    language: str


class Sender(Protocol):
    """A provider. `send` gives the provider's receipt, or raises Refused, NotNow or OurFault. Any other
    error counts as NotNow."""

    def send(self, message: Outgoing) -> str: ...

    def self_check(self) -> str | None:
        """None if the provider can be reached, else what is wrong and what to do."""


@cache
def _load(name: str) -> Sender:
    sender: Sender = import_module(f"commonweal.blocks.messages.senders.{name}").sender
    return sender


def email_sender() -> Sender:
    """The provider for email that the settings name: smtp, http or outbox."""
    return _load(settings.MAIL_SENDER)
