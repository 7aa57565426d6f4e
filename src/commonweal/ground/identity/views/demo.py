"""The demo's sign-in page."""

from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from commonweal.ground.identity import demo as demonstration
from commonweal.ground.identity.views.shared import address_to_go_on, page
from commonweal.web.views import keep_language


@require_GET
def demo(request: HttpRequest) -> HttpResponse:
    """The people of the demo, each with a button."""
    people = demonstration.demo_people()
    return page(
        request,
        "demo",
        residents=[person for person in people if not person.staff],
        staff=[person for person in people if person.staff],
        next=address_to_go_on(request, ""),
    )


@require_POST
def demo_sign_in(request: HttpRequest, person: UUID) -> HttpResponse:
    """Sign in as one of them, in their language."""
    found = demonstration.sign_in_as(request, str(person))
    UserSession.objects.create_from_request(request)  # as the library does where it signs somebody in itself
    response = HttpResponseRedirect(address_to_go_on(request, settings.LOGIN_REDIRECT_URL))
    if found.language:
        keep_language(response, found.language)
    return response
