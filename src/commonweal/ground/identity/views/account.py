"""Pages about signing in: one's account, a browser that is made known, and the second step that staff need."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from commonweal.ground.identity.signing_in import guessing
from commonweal.ground.identity.signing_in.kept_forms import kept_form
from commonweal.ground.identity.signing_in.strength import has_second_factor, is_fresh, is_strong
from commonweal.ground.identity.views.shared import address_to_go_on, page
from commonweal.ground.organisations.api import organisations, resting_in
from commonweal.kernel.acting import acting_of

# Where the account library's pages, which set up a second step, lead back to.
CAME_FROM = "second-step-for"


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account, in one place."""
    return page(request, "account", strong=is_strong(request), second_factor=has_second_factor(request))


@require_http_methods(["GET", "POST"])
def known_browser(request: HttpRequest, token: str) -> HttpResponse:
    """Gives this browser tries of its own, for who reads the mail of an address with which others ask too often."""
    address = guessing.read_link(token)
    if request.method == "GET":
        return page(request, "known_browser")
    messages.success(request, _("Others cannot use up your tries in this browser now. Try again."))
    response = HttpResponseRedirect(reverse("account_login"))
    guessing.remember_addresses(request, response, [address])
    return response


@login_required
@require_GET
def second_step(request: HttpRequest) -> HttpResponse:
    """Tells staff why they need a second step, leads to showing or setting one up, and then on to where they were, or
    to sending the form that they were about to send. `fresh` asks for one shown within the last minutes."""
    onwards = address_to_go_on(request, settings.LOGIN_REDIRECT_URL)
    fresh = "fresh" in request.GET
    request.session[CAME_FROM] = request.get_full_path()
    if is_fresh(request) or (is_strong(request) and not fresh):
        del request.session[CAME_FROM]
        resting = organisations(resting_in(str(request.user.pk)))
        if resting and not acting_of(request).memberships and "fresh" not in request.GET:
            return page(request, "roles_rest", resting=list(resting.values()))
        kept = kept_form(request, action=onwards)
        return page(request, "send_again", kept=kept) if kept else HttpResponseRedirect(onwards)
    return page(
        request,
        "second_step",
        fresh=fresh and is_strong(request),
        has_one=has_second_factor(request),
        show=reverse("account_reauthenticate"),
        set_up=reverse("mfa_index"),
        here=request.get_full_path(),
        hours=settings.STAFF_SESSION_HOURS,
        minutes=settings.SECOND_FACTOR_MINUTES,
    )
