"""How strongly a session was begun: with a second factor, and how long ago."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from commonweal.kernel.problems import NotAllowed


def is_strong(request: HttpRequest) -> bool:
    """Whether this session's person showed a second factor within STAFF_SESSION_HOURS; a passkey is two in one."""
    return shown_within(request, settings.STAFF_SESSION_HOURS * 3600)


def is_fresh(request: HttpRequest) -> bool:
    """Whether they showed it within SECOND_FACTOR_MINUTES, as approvals, roles and keys demand. A recovery code counts
    in place of the factor, once."""
    return shown_within(request, settings.SECOND_FACTOR_MINUTES * 60)


def shown_within(request: HttpRequest, seconds: int) -> bool:
    """Whether this session's person showed a second factor within so many seconds."""
    oldest = time.time() - seconds
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" and record.get("at", 0) > oldest for record in records)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the person has a second factor at all, so that they need only show it."""
    return bool(is_mfa_enabled(request.user))


def require_fresh(request: HttpRequest) -> None:
    """Refuse unless the person has shown their password or second step within some minutes, where they have one.

    For programs in the browser; pages are led there by the library's own decorator. Raises NotAllowed."""
    try:
        reauthentication_required(lambda _request: HttpResponse())(request)
    except ReauthenticationRequired as error:
        raise NotAllowed(
            _("Show once more that it is you."), remedy=_("Open /account/reauthenticate/ and try again.")
        ) from error
