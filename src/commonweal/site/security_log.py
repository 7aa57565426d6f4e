"""A log line for each try to sign in that failed and each act that was refused, for those who watch over a place.

What succeeds stands in the journal. Neither addresses that were typed nor secrets are in these lines: the network, the
door, and who acted (an id) are enough to see guessing, and to find in the journal what else happened."""

from functools import cache

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from commonweal.kernel.callers import network_of
from commonweal.kernel.middleware import Middleware
from commonweal.kernel.problems import NotAllowed, SecondFactorNeeded, TooMany

log = structlog.get_logger(__name__)
# Where somebody shows who they are, by the library's names. Each leads on when it was right.
DOORS = (
    "account_login",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
)


@cache
def _doors() -> dict[str, str]:
    return {reverse(name): name for name in DOORS}


def refused(request: HttpRequest, problem: Exception) -> None:
    """Note that somebody was refused; other problems are no matter of security."""
    if not isinstance(problem, NotAllowed | SecondFactorNeeded | TooMany):
        return
    # In an API call `auth` is who acts. Who meets a limit was perhaps never asked for.
    acting = getattr(request, "auth", None) or getattr(request, "acting", None)
    actor = "" if acting is None or isinstance(problem, TooMany) else acting.actor
    log.warning("refused", why=problem.code, path=request.path, by=actor, network=network_of(request))


class SecurityLogMiddleware(Middleware):
    """Notes what was refused on pages; the API calls `refused` itself."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        door = _doors().get(request.path)
        if door and request.method == "POST" and response.status_code != 302:
            log.warning("sign_in_failed", door=door, network=network_of(request))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        refused(request, exception)
