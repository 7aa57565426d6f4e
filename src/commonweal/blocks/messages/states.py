"""The state of a message in words that claim no more than is known."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as msgid

from commonweal.blocks.messages.models import OURS, Message
from commonweal.web.formats import moment


@dataclass(frozen=True)
class Standing:
    """`sign` is short, for a tag of the kind `kind`; `words` explain it, and are empty where the sign is enough."""

    sign: str
    kind: str
    words: str = ""


# By the state of an email: sign, kind, words.
OF_EMAIL = {
    "sent": (msgid("Sent"), "good", ""),
    "refused": (
        msgid("Address refused"),
        "bad",
        msgid("The mail server does not accept email for this address. Check it with the person."),
    ),
    "given_up": (
        msgid("Given up"),
        "bad",
        msgid("It could not be sent, and is not tried any more. The person has not been notified by email."),
    ),
    "held": (
        msgid("Waiting for the person"),
        "warn",
        msgid("This address is not confirmed yet. The message is sent when somebody opens the link in the receipt."),
    ),
    "unwanted": (
        msgid("Not wanted"),
        "",
        msgid("The person has switched email off. The message is in their inbox."),
    ),
}


def standing(row: Message) -> Standing:
    """The state of a message, for staff. "Sent" means that the provider has taken it: no more is known."""
    if row.channel == "portal":
        return Standing(_("In the inbox"), "good") if row.state == "sent" else Standing(_("Waiting to be sent"), "info")
    if row.state == "queued":
        return _waiting(row)
    sign, kind, words = OF_EMAIL[row.state]
    return Standing(_(sign), kind, _(words) if words else "")


def _waiting(row: Message) -> Standing:
    if row.fault == OURS:
        words = _("Our own email settings need to be corrected. The message is sent automatically when that is done.")
        return Standing(_("Waiting for us"), "bad", words)
    if row.fault and row.next_try_at is not None:
        words = _("It could not be sent yet. The next try is on %(moment)s.") % {"moment": moment(row.next_try_at)}
        return Standing(_("Trying again"), "warn", words)
    return Standing(_("Waiting to be sent"), "info")
