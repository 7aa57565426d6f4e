"""The address that messages about a case are sent to: a proven one, never one that somebody only typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.blocks.messages import api as messages
from commonweal.ground.identity import api as identity
from commonweal.kernel.written.emails import email_key


@dataclass(frozen=True)
class Reach:
    """`email` receives the messages, and is empty without a confirmed address; `unproven` is the typed address that has
    to be confirmed first."""

    email: str
    unproven: str


def reach_of(subject: str, contact: Mapping[str, str], about: str) -> Reach:
    """The addresses of an applicant ("person:<uuid>" or "guest:<id>") for one case ("case:<uuid>").

    A typed address is proven if it is verified on the account, or was confirmed for this case by a link."""
    typed = contact.get("email", "").strip()
    verified = identity.verified_emails(subject.removeprefix("person:")) if subject.startswith("person:") else []
    if typed and (email_key(typed) in verified or messages.is_confirmed(about, typed)):
        return Reach(typed, "")
    return Reach(verified[0] if verified else "", typed)
