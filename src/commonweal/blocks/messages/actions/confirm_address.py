"""Confirms an email address by a link that was sent to it; messages that wait for that are sent then."""

import re

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.crypto import salted_hmac

from commonweal.blocks.messages.actions.deliver import deliver
from commonweal.blocks.messages.events import AddressConfirmed
from commonweal.blocks.messages.models import ConfirmedAddress, Message
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import NotFound
from commonweal.kernel.written.emails import email_key

SALT = "commonweal.messages.confirm"
VALID_FOR = 60 * 60 * 24 * 30
LINK = re.compile(r"<?https?://[^\s<>]*/messages/confirm/[^\s<>]+>?")


def digest_of(about: str, email: str) -> str:
    """A keyed hash of an address for one object. Two objects with the same address have different hashes."""
    return salted_hmac(SALT, f"{about} {email_key(email)}", algorithm="sha256").hexdigest()[:40]


def confirmation_link(about: str, email: str) -> str:
    """The link that confirms an address for an object ("case:<uuid>"); the address itself is not in it."""
    token = signing.dumps({"about": about, "digest": digest_of(about, email)}, salt=SALT)
    return settings.BASE_URL + reverse("messages:confirm", args=[token])


def without_link(body: str) -> str:
    """The text of a message without its link, for readers other than the recipient: the link confirms the address."""
    return LINK.sub("…", body)


def is_confirmed(about: str, email: str) -> bool:
    """Whether an address was confirmed for an object."""
    return ConfirmedAddress.objects.filter(about=about, digest=digest_of(about, email)).exists()


def read_link(token: str) -> dict[str, str]:
    """The object and the hash of the address in a link. Raises NotFound for a forged or expired one."""
    try:
        found: dict[str, str] = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature as error:
        raise NotFound(
            "This link does not work any more.", remedy="Write to the organisation, and give your number."
        ) from error
    return found


@transaction.atomic
def confirm_address(*, token: str, acting: Acting) -> int:
    """Confirm the address that a link was sent to; how many messages waited for it and are sent now.

    Having the link is the permission, since it proves the address. Raises NotFound."""
    found = read_link(token)
    about, digest = found["about"], found["digest"]
    _, new = ConfirmedAddress.objects.get_or_create(about=about, digest=digest, defaults={"at": clock.now()})
    held = list(Message.objects.select_for_update().filter(about=about, state="held"))
    opened = sensitive.unseal_many([(row.recipient, row.sealed) for row in held])
    rows = [row for row in held if digest_of(about, opened.get(row.sealed, {}).get("to", "")) == digest]
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(state="queued", asked=True, turn=F("turn") + 1)
    for row in reversed(rows):  # the oldest first
        deliver.enqueue(str(row.pk), row.turn + 1)
    if new:
        journal.record(AddressConfirmed(about=about), acting=acting, object=about)
    return len(rows)


@transaction.atomic
def forget_about(about: str) -> None:
    """Delete the messages about an object that was deleted, of every state, and the confirmations of addresses."""
    ConfirmedAddress.objects.filter(about=about).delete()
    Message.objects.filter(about=about).delete()
