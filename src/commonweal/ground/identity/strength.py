"""How strongly a session was begun: with a second factor, and how long ago."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest


def is_strong(request: HttpRequest) -> bool:
    """Whether this session's person showed a second factor within STAFF_SESSION_HOURS; a passkey is two in one."""
    oldest = time.time() - settings.STAFF_SESSION_HOURS * 3600
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" and record.get("at", 0) > oldest for record in records)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the person has a second factor at all, so that they need only show it."""
    return bool(is_mfa_enabled(request.user))
