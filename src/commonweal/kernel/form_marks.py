"""Marks each form with the person it was rendered for, so that a late submission is shown to that person only."""

from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import constant_time_compare, salted_hmac

NAME = "_typist"
SALT = "commonweal.typist"
GOOD_FOR = 60 * 60 * 24 * 14  # seconds: a page is of no use after its session has ended


def digest_of(actor: str) -> str:
    """What represents "person:<uuid>" or "guest:<id>" in a mark; '' for a stranger."""
    return salted_hmac(SALT, actor, algorithm="sha256").hexdigest()[:32] if actor else ""


def mark_for(actor: str) -> str:
    """The mark of a form that is drawn for an actor."""
    return TimestampSigner(salt=SALT).sign(digest_of(actor))


def typist_of(mark: str) -> str:
    """The actor's digest that a mark holds; '' for a mark that this place did not make, or made too long ago."""
    try:
        return TimestampSigner(salt=SALT).unsign(mark, max_age=GOOD_FOR)
    except BadSignature:
        return ""


def drawn_for(mark: str, actor: str) -> bool:
    """Whether a form with this mark was drawn for the actor."""
    return bool(mark) and constant_time_compare(typist_of(mark), digest_of(actor))
