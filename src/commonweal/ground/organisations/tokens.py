"""Secrets of keys and invitations, and how they are kept."""

import hashlib
import secrets

from django.utils.crypto import salted_hmac

KEY_PREFIX = "cw_"
HINT_LENGTH = 8


def new_secret() -> str:
    """A fresh secret of an API key, 256 random bits; the prefix lets scanners of source code recognise it."""
    return KEY_PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """How a key or an invitation is kept. Secrets are long and random, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_token(invitation: str) -> str:
    """The token of an invitation, worked out from its id with the place's secret, so that it is kept nowhere."""
    return salted_hmac("commonweal.invitation", invitation, algorithm="sha256").hexdigest()
