"""Who acts in a request: a signed-in person, a program with a key, or a stranger."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from commonweal.ground.organisations.api import acting_for, acting_for_key
from commonweal.kernel.acting import STRANGER, Acting
from commonweal.kernel.problems import NotAllowed

Answer = Callable[[HttpRequest], HttpResponse]


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the session was begun with a second factor; a passkey is two factors in one."""
    records = request.session.get("account_authentication_methods", [])
    return any(record.get("method") == "mfa" for record in records)


def find(request: HttpRequest) -> Acting:
    """The actor of a browser's request."""
    if not request.user.is_authenticated:
        return STRANGER
    return acting_for(
        request.user,
        language=get_language() or "en",
        strong=has_second_factor(request),
        organisation=request.session.get("organisation"),
    )


def middleware(get_response: Answer) -> Answer:
    """Puts `request.acting` on the request, worked out when it is first asked for."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.acting = SimpleLazyObject(lambda: find(request))  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def for_api(request: HttpRequest) -> Acting:
    """The actor of an API call: `Authorization: Bearer cw_…`, else the session (whose writes need a CSRF token), else
    the stranger, whom each operation refuses unless it is for everybody."""
    from django.middleware.csrf import CsrfViewMiddleware

    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        found = acting_for_key(secret.strip())
    else:
        found = request.acting  # type: ignore[attr-defined]
        if not found.is_stranger:
            refused = CsrfViewMiddleware(lambda _: HttpResponse()).process_view(request, None, (), {})
            if refused is not None:
                raise NotAllowed("The CSRF token is missing.", remedy="Send X-CSRFToken, or use an API key.")
    request.acting = found  # type: ignore[attr-defined]
    return found
