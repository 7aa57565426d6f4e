"""Email addresses: small letters, the domain as people read it, nothing pasted along."""

import re

from commonweal.kernel.written import Unfit, msgid
from commonweal.kernel.written.words import visible

LONGEST = 300  # no address is longer than 254; the rest is not worth reading
NO_EMAIL = msgid("Enter an email address in the correct format, like name@example.org")
_NAMED = re.compile(r"^[^<>]*<([^<>]+)>$")
_LINK = re.compile(r"^mailto:([^?]*)(\?.*)?$", re.IGNORECASE)


def tidy_email(text: str) -> str:
    """ " Ann <Ann@Example.org>, " -> "ann@example.org". Checked for its form alone; only a message that arrives proves
    an address. Raises Unfit."""
    from email_validator import EmailNotValidError, validate_email

    typed = visible(text[: 4 * LONGEST]).replace("\n", "").strip(" ,;.")
    for written in (_NAMED, _LINK):
        if found := written.match(typed):
            typed = found[1].strip()
    try:
        checked = validate_email(typed[:LONGEST], check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise Unfit(NO_EMAIL) from None
    return checked.normalized.lower()


def email_key(text: str) -> str:
    """An address as it is kept and compared: tidied; what is not an address only in small letters."""
    try:
        return tidy_email(text)
    except Unfit:
        return text.strip().lower()
