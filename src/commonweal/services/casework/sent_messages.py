"""The messages that an applicant was actually sent about a case, for the pages that mention them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonweal.blocks.cases import api as cases
from commonweal.blocks.messages import api as messages
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.problems import NotFound
from commonweal.services.casework.case_messages import that_hold
from commonweal.services.casework.receipt import TEMPLATE, is_withheld
from commonweal.services.casework.recipients import reach_of
from commonweal.services.definitions import api as definitions


@dataclass(frozen=True)
class SentMessage:
    """The state of the messages to one address, or to the inbox (`to` is empty).

    what   "message", or "receipt" for a request to confirm the address
    state  "queued", "sent", "refused", "given_up", "unwanted", and of a receipt "withheld" beyond the daily limit, and
           "coming" where it is not written yet and others may reach the limit first
    """

    what: str
    to: str
    state: str


# Where several messages went to one address, the page shows the state that needs the reader's attention most.
ORDER = ["refused", "given_up", "sent", "queued", "unwanted"]


def sent_messages_of(case: str, recipient: str) -> Sequence[SentMessage]:
    """The messages to the applicant of a case, sent or queued; empty where the service sends none.

    Unchecked: the caller has made sure that the reader may see them. The worker writes messages; until it has run, this
    predicts what it will write."""
    rows = messages.written_to(f"case:{case}", recipient)
    if not rows:
        return _coming(case)
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.state == "held":
            # Its receipt counts for it, where there is one: an address gets so many a day.
            found.setdefault(("receipt", row.to), "withheld")
            continue
        if row.template == TEMPLATE:
            found["receipt", row.to] = row.state
        else:
            before = found.get(("message", row.to), row.state)
            found["message", row.to] = min(before, row.state, key=ORDER.index)
    # Once an address is confirmed, its receipt is not shown any more.
    sent = [SentMessage(what, to, state) for (what, to), state in found.items()]
    reached = {line.to for line in sent if line.what == "message"}
    return [line for line in sent if line.what == "message" or line.to not in reached]


def _coming(case: str) -> Sequence[SentMessage]:
    """What the worker will write about the opening of a case."""
    try:
        found = cases.case(case, acting=SYSTEM)
    except NotFound:
        return []
    service = definitions.version(found.card.version)
    templates = service.content("messages") or {}
    keys = [key for key, template in templates.items() if template.on == "case.opened"]
    leaving = that_hold(found, service, keys, found.card.opened_at)
    channels = {channel for key in leaving for channel in templates[key].by}
    reach = reach_of(found.subject, found.contact, f"case:{case}")
    lines = []
    if "email" in channels and reach.email:
        lines.append(
            SentMessage("message", reach.email, "queued" if messages.takes_email(found.subject) else "unwanted")
        )
    if "email" in channels and reach.unproven:
        lines.append(SentMessage("receipt", reach.unproven, _receipt_coming(found.subject, reach.unproven)))
    if "portal" in channels and found.subject.startswith("person:"):
        lines.append(SentMessage("message", "", "queued"))
    return lines


def _receipt_coming(recipient: str, email: str) -> str:
    if not messages.takes_email(recipient):
        return "unwanted"
    return "withheld" if is_withheld(email) else "coming"


def sent_in_words(lines: Sequence[SentMessage]) -> list[str]:
    """The same as sentences to the applicant, in the language of the page."""
    return [_sentence(line) for line in lines] or [_("This service sends no message when you apply.")]


def _sentence(line: SentMessage) -> str:
    if not line.to:
        return _("There is a message in your inbox.") if line.state == "sent" else _("A message will be in your inbox.")
    words = {
        ("message", "sent"): _("We have sent a message to %(email)s."),
        ("message", "queued"): _("We will send a message to %(email)s."),
        ("message", "refused"): _(
            "We could not send a message to %(email)s: the mailbox does not exist, or does not accept email. Please "
            "give us another address."
        ),
        ("message", "given_up"): _("We could not send a message to %(email)s."),
        ("message", "unwanted"): _("You have switched email off, so we send none to %(email)s."),
        ("receipt", "sent"): _(
            "We have sent your number and a link to %(email)s. Open the link to confirm the address: we send what we "
            "have to tell you only to an address that is confirmed."
        ),
        ("receipt", "queued"): _(
            "We will send your number and a link to %(email)s. Open the link to confirm the address: we send what we "
            "have to tell you only to an address that is confirmed."
        ),
        ("receipt", "coming"): _(
            "We will send your number and a link to %(email)s, unless it has had several messages of this kind today. "
            "Open the link to confirm the address: we send what we have to tell you only to an address that is "
            "confirmed."
        ),
        ("receipt", "unwanted"): _("You have switched email off, so we send none to %(email)s."),
        ("receipt", "withheld"): _(
            "We send nothing to %(email)s about this: it has had several messages of this kind today. Keep your number."
        ),
    }
    otherwise = _("We could not send anything to %(email)s.")
    return words.get((line.what, line.state), otherwise) % {"email": line.to}
