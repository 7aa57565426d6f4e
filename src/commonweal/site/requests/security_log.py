"""A log line for each failed sign-in and each act that was refused, for monitoring.

The journal has what succeeded. These lines hold neither typed addresses nor secrets: the network, the page, and the id
of the actor are enough to notice guessing, and to find in the journal what else happened."""

from functools import cache

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from commonweal.kernel.client_address import network_of
from commonweal.kernel.middleware import Middleware
from commonweal.kernel.problems import NotAllowed, SecondFactorNeeded, TooMany

log = structlog.get_logger(__name__)
# The pages of signing in and of showing a factor again, by the library's names. Each redirects on success.
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
    """Log a refusal; other problems do not concern security."""
    if not isinstance(problem, NotAllowed | SecondFactorNeeded | TooMany):
        return
    # In an API call `auth` is the actor. A limit may be reached before the actor is known.
    acting = getattr(request, "auth", None) or getattr(request, "acting", None)
    actor = "" if acting is None or isinstance(problem, TooMany) else acting.actor
    log.warning("refused", why=problem.code, path=request.path, by=actor, network=network_of(request))


class SecurityLogMiddleware(Middleware):
    """Logs refusals on pages; the API calls `refused` itself."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        door = _doors().get(request.path)
        if door and request.method == "POST" and response.status_code != 302:
            log.warning("sign_in_failed", door=door, network=network_of(request))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        refused(request, exception)
