"""The receipt for an unproven address: the number and a link to confirm, nothing that was typed."""

from commonweal.blocks.cases import api as cases
from commonweal.blocks.messages import api as messages
from commonweal.ground.organisations.api import organisations
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.limits import is_reached, limit
from commonweal.kernel.problems import TooMany
from commonweal.kernel.text import in_language
from commonweal.kernel.written.emails import email_key
from commonweal.services.definitions import api as definitions

TEMPLATE = "receipt"
# An address can be typed by anybody as often as they like: it gets so many receipts a day in all.
RECEIPTS_A_DAY = 5
SUBJECT = {"en": "Your number is {reference}", "cy": "Eich rhif yw {reference}"}
BODY = {
    "en": (
        "Somebody gave this address for “{service}” of {organisation}. If it was you: we have your application.\n\n"
        "The number is {reference}. You can use it to ask about progress.\n\n"
        "We send more about it only when we know that the address is yours. Confirm it here:\n\n{link}\n\n"
        "The link works for 30 days. If it was not you, do nothing: we will not write to you about this again."
    ),
    "cy": (
        "Rhoddodd rhywun y cyfeiriad hwn ar gyfer “{service}” gan {organisation}. Os mai chi oedd: mae eich cais "
        "gennym.\n\nY rhif yw {reference}. Gydag ef gallwch ofyn sut mae pethau.\n\n"
        "Anfonwn ragor amdano dim ond pan wyddom mai chi biau’r cyfeiriad. Cadarnhewch ef yma:\n\n{link}\n\n"
        "Mae’r ddolen yn gweithio am 30 diwrnod. Os nad chi oedd, peidiwch â gwneud dim: ni fyddwn yn ysgrifennu "
        "atoch am hyn eto."
    ),
}


def send_receipt(found: cases.CaseView, service: definitions.CompiledService, email: str) -> None:
    """Write the receipt, once for a case and address, and none where the address has had too many today."""
    card, language = found.card, found.card.language
    about = f"case:{card.id}"
    if messages.was_written(about, TEMPLATE):
        return
    try:
        limit("receipt-to", _mailbox(email), times=RECEIPTS_A_DAY, seconds=86_400)
    except TooMany:
        return
    sender = organisations([card.organisation]).get(card.organisation)
    values = {
        "reference": card.reference,
        "service": messages.as_markdown(in_language(service.title, language)),
        "organisation": messages.as_markdown(in_language(sender.name, language) if sender else ""),
        "link": f"<{messages.confirmation_link(about, email)}>",
    }
    messages.write_message(
        key=f"{TEMPLATE}:{card.id}",
        recipient=found.subject,
        email=email,
        channels=["email"],
        subject=in_language(SUBJECT, language).format(**values),
        body=in_language(BODY, language).format(**values),
        language=language,
        organisation=card.organisation,
        acting=SYSTEM,
        about=about,
        template=TEMPLATE,
    )


def is_withheld(email: str) -> bool:
    """Whether the address has had so many receipts today that it gets none now."""
    return is_reached("receipt-to", _mailbox(email), times=RECEIPTS_A_DAY, seconds=86_400)


def _mailbox(email: str) -> str:
    """Many ways to write an address are one mailbox: `ann+1@` and `Ann@` are counted with `ann@`."""
    local, _, domain = email_key(email).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
