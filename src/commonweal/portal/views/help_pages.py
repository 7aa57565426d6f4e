"""Help: how the portal works, what it does with data, how accessible it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from commonweal.kernel.problems import NotFound
from commonweal.portal.help_index import HELP
from commonweal.services.definitions import api as definitions


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All help."""
    return render(request, "portal/help/index.html", {"place": definitions.place()})


@require_GET
def page(request: HttpRequest, page: str) -> HttpResponse:
    """One page of help."""
    if page not in HELP:
        raise NotFound("There is no such page of help.", remedy="See all help.")
    return render(request, f"portal/help/{page}.html", {"place": definitions.place()})
