"""Pages about signing in: one's account, and the second step that staff need."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from commonweal.ground.identity.strength import has_second_factor, is_strong
from commonweal.ground.identity.views.shared import address_to_go_on, page


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account, in one place."""
    return page(request, "account", strong=is_strong(request), second_factor=has_second_factor(request))


@login_required
@require_GET
def second_step(request: HttpRequest) -> HttpResponse:
    """Tells staff why they need a second step, and leads to showing or setting one up."""
    onwards = address_to_go_on(request, settings.LOGIN_REDIRECT_URL)
    if is_strong(request):
        return HttpResponseRedirect(onwards)
    return page(
        request,
        "second_step",
        has_one=has_second_factor(request),
        show=reverse("mfa_reauthenticate"),
        set_up=reverse("mfa_index"),
        onwards=onwards,
        hours=settings.STAFF_SESSION_HOURS,
    )
