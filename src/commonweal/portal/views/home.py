"""The home page and the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from commonweal.blocks.search import api as search_api
from commonweal.kernel.acting import acting_of
from commonweal.kernel.client_address import network_of
from commonweal.kernel.limits import limit
from commonweal.portal.tasks_due import address_of, tasks_of
from commonweal.services.catalogue import api as catalogue

KINDS = ("service", "organisation", "help")
SHOWN = 3


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Search first, then what waits for this person, then services by topic."""
    acting = acting_of(request)
    context = {
        "front": catalogue.front_page(),
        "tasks": tasks_of(acting)[:SHOWN] if acting.person else [],
        "task_address": address_of,
        "signed_in": acting.person is not None,
    }
    return render(request, "portal/home.html", context)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What was found, and what to do where nothing was."""
    asked = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("kind", "")
    found = None
    if asked:
        limit("search", network_of(request), times=600, seconds=60)
        kinds = [kind] if kind in KINDS else []
        found = search_api.find(asked, language=request.LANGUAGE_CODE, acting=acting_of(request), kinds=kinds)
    context = {"asked": asked, "found": found, "kind": kind, "front": catalogue.front_page() if not found else None}
    return render(request, "portal/search.html", context)
