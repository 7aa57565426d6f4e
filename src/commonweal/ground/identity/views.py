"""Pages about signing in: the demo's people, and the second step that staff need."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from commonweal.ground.identity import demo as demonstration
from commonweal.ground.identity.strength import has_second_factor, is_strong


def address_to_go_on(request: HttpRequest, otherwise: str) -> str:
    """The page named by `next`, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else otherwise


def page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    """One of identity's pages; never kept by caches, since it is about one person."""
    response = render(request, f"identity/{name}.html", context, using="jinja2")
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account, in one place."""
    return page(request, "account", strong=is_strong(request), second_factor=has_second_factor(request))


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
    """Sign in as one of them."""
    demonstration.sign_in_as(request, str(person))
    return HttpResponseRedirect(address_to_go_on(request, settings.LOGIN_REDIRECT_URL))


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
