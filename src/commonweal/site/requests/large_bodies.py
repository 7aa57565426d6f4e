"""Large bodies are read only from those who may send files to an address; asked before a byte of them is read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils.translation import gettext_noop

from commonweal.ground.organisations.api import acting_for_key
from commonweal.kernel.acting import STRANGER, Acting, acting_of
from commonweal.kernel.middleware import Middleware
from commonweal.kernel.problems import NotSignedIn, TooLarge
from commonweal.site.requests import errors
from commonweal.site.requests.bodies import carriers, length_of
from commonweal.site.requests.programs import is_for_api, key_in

UNKNOWN = gettext_noop("Files are taken here from people who have begun an application or are signed in.")
REMEDY = gettext_noop(
    "Your session may have ended. Sign in or open your application again in another window, then go back to this page "
    "and send it again."
)


def sender_of(request: HttpRequest) -> Acting:
    """Who acts, in a page or in an operation; the stranger where a key is not known."""
    key = key_in(request)
    if not key or not is_for_api(request):
        return acting_of(request)
    try:
        return acting_for_key(key)
    except NotSignedIn:
        return STRANGER


class LargeBodyMiddleware(Middleware):
    """Refuses more than the usual size from everybody who may not send files to the address.

    It is the last middleware, when everybody is known; forms are read after it, by views."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if length_of(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            # `BodyLimitMiddleware` lets so much through for carriers alone.
            match = resolve(request.path_info)
            carrier = carriers()[match.view_name]
            if not carrier.may_send(request, sender_of(request), match.kwargs):
                return errors.for_problem(request, TooLarge(UNKNOWN, remedy=REMEDY))
        return self.get_response(request)
