"""What the answers of a mail server mean for a message: not now, never for this address, or a fault of ours.

The stage at which the server answered decides as much as the number (RFC 5321, RFC 3463, RFC 4954). What is kept of an
answer is its numbers: its words often repeat the address.
"""

import re
import smtplib
import ssl

from commonweal.blocks.messages.senders import NotNow, OurFault, Refused

# Answers to RCPT TO that are about the address: bad syntax, no such mailbox, moved, full, takes no mail at all.
ABOUT_THE_ADDRESS = frozenset({501, 521, 550, 551, 552, 553, 556})
ENHANCED = re.compile(r"^\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
# Classes of enhanced codes: address, mailbox, and the way to it. 5.7 is policy: who may send through the server.
SUBJECTS_OF_ADDRESS = frozenset({"1", "2", "4"})
SENDER_STATUS = frozenset({"7", "8"})  # 5.1.7 and 5.1.8 are about the sender's address


def meaning(error: Exception) -> Exception:
    """The error to raise for what smtplib raised: Refused, NotNow or OurFault."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        # One message goes to one address, so that a refusal does not delay other recipients.
        return _recipient(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return OurFault("the certificate of the mail server is not valid")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return OurFault("the mail server does not offer what the settings ask for (STARTTLS or sign-in)")
    if type(error) is smtplib.SMTPException:
        return OurFault("the mail server offers no way to sign in that we know")
    return NotNow(f"the mail server could not be reached ({type(error).__name__})")


def _answered(error: smtplib.SMTPResponseException) -> Exception:
    code, words = error.smtp_code, _text(error.smtp_error)
    stages: list[tuple[type[smtplib.SMTPException], str]] = [
        (smtplib.SMTPConnectError, "our connection"),
        (smtplib.SMTPHeloError, "our greeting"),
        (smtplib.SMTPAuthenticationError, "our sign-in"),
        (smtplib.SMTPSenderRefused, "our sender address"),
        (smtplib.SMTPDataError, "the message"),
    ]
    stage = next((name for kind, name in stages if isinstance(error, kind)), "STARTTLS")
    said = _said(code, words, stage)
    if not 500 <= code < 600:
        return NotNow(said)
    if isinstance(error, smtplib.SMTPDataError) and _about_address(words):
        return Refused(said)
    return OurFault(said)


def _recipient(code: int, answer: object) -> Exception:
    words = _text(answer)
    said = _said(code, words, "the recipient's address")
    if not 500 <= code < 600:
        return NotNow(said)
    if ENHANCED.match(words):
        return Refused(said) if _about_address(words) else OurFault(said)
    return Refused(said) if code in ABOUT_THE_ADDRESS else OurFault(said)


def _about_address(words: str) -> bool:
    """Whether an enhanced status code blames the address, its mailbox or the route to it."""
    found = ENHANCED.match(words)
    if found is None:
        return False
    kind, subject, detail = found.groups()
    return kind == "5" and subject in SUBJECTS_OF_ADDRESS and not (subject == "1" and detail in SENDER_STATUS)


def _said(code: int, words: str, stage: str) -> str:
    if code < 0:
        return f"the mail server closed the connection at {stage}"
    found = ENHANCED.match(words)
    return f"the mail server answered {code}{' ' + '.'.join(found.groups()) if found else ''} to {stage}"


def _text(answer: object) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
