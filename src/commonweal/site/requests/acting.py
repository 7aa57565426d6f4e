"""Who acts in a request: a signed-in person, a program with a key, or a stranger."""

from contextlib import nullcontext
from dataclasses import replace
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from commonweal.ground.identity.signing_in.kept_forms import forget
from commonweal.ground.identity.signing_in.stepping_up import ask_for_second_step
from commonweal.ground.identity.signing_in.strength import is_fresh, is_strong
from commonweal.ground.organisations.api import acting_for, acting_for_key, is_staff, resting_in
from commonweal.kernel import sensitive
from commonweal.kernel.acting import ACTING, STRANGER, Acting, acting_of
from commonweal.kernel.middleware import Middleware
from commonweal.kernel.problems import NotAllowed, NotFound, SecondFactorNeeded
from commonweal.kernel.remembered import only_reading
from commonweal.site.requests.programs import key_in


def find(request: HttpRequest) -> Acting:
    """The actor of a browser's request. Staff whose session is not strong enough have no roles in it."""
    language = get_language() or "en"
    if not request.user.is_authenticated:
        return replace(STRANGER, language=language)
    return acting_for(
        request.user,
        language=language,
        strong=is_strong(request),
        fresh=is_fresh(request),
        organisation=request.session.get("organisation"),
    )


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this is a member of staff who would have roles here, had they signed in with a second factor."""
    if not settings.STAFF_MFA_REQUIRED or not request.user.is_authenticated:
        return False
    person = str(request.user.pk)
    if is_strong(request):
        # If all their roles are suspended, the factor that they showed is unconfirmed.
        return bool(resting_in(person)) and not acting_of(request).memberships
    return is_staff(person)


class ActingMiddleware(Middleware):
    """Puts `request.acting` on the request, worked out when it is first asked for; sends staff who are refused for
    want of a second factor, or of one shown a moment ago, to the page that explains what to do."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ACTING.set(request, cast(Acting, SimpleLazyObject(lambda: find(request))))
        if request.method == "POST":
            forget(request, action=request.get_full_path())  # what is sent now need not be kept any longer
        # What only reads asks once whether something that is kept in memory was changed.
        reading = only_reading() if request.method in {"GET", "HEAD"} else nullcontext()
        with sensitive.remembering(), reading:
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, SecondFactorNeeded):
            return ask_for_second_step(request, fresh=True)
        if isinstance(exception, NotAllowed | NotFound) and lacks_second_factor(request):
            return ask_for_second_step(request, fresh=False)
        return None


def _endpoint(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def for_api(request: HttpRequest) -> Acting:
    """The actor of an API call: `Authorization: Bearer cw_…`, else the session (whose writes need a CSRF token), else a
    stranger, refused by every operation that is not public."""
    from django.middleware.csrf import CsrfViewMiddleware

    key = key_in(request)
    if key:
        found = acting_for_key(key)
    else:
        found = acting_of(request)
        if not found.is_stranger:
            refused = CsrfViewMiddleware(_endpoint).process_view(request, _endpoint, (), {})
            if refused is not None:
                raise NotAllowed("The CSRF token is missing.", remedy="Send X-CSRFToken, or use an API key.")
    ACTING.set(request, found)
    return found
