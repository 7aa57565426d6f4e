"""Services by topic, by life event, by organisation; and the page of one service."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from commonweal.ground.areas.api import area_names
from commonweal.ground.organisations.api import organisation_by_key, organisations
from commonweal.kernel import clock
from commonweal.kernel.acting import acting_of
from commonweal.kernel.paging import number_asked, page_of
from commonweal.kernel.problems import NotFound
from commonweal.services.catalogue import api as catalogue
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys.api import brand, instead


@require_GET
def all_services(request: HttpRequest) -> HttpResponse:
    """Every service of the place, from A to Z."""
    entries = page_of(catalogue.entries(language=request.LANGUAGE_CODE), number_asked(request))
    return render(request, "portal/services.html", {"entries": entries})


@require_GET
def by_topic(request: HttpRequest, topic: str) -> HttpResponse:
    """The services of one topic."""
    heading = next((one for one in definitions.place().topics.values() if one.key == topic), None)
    if heading is None:
        raise NotFound("There is no such topic.", remedy="Look at all services, or search.")
    entries = page_of(catalogue.entries(topic=topic, language=request.LANGUAGE_CODE), number_asked(request))
    return render(request, "portal/heading.html", {"heading": heading, "entries": entries})


@require_GET
def by_life_event(request: HttpRequest, life_event: str) -> HttpResponse:
    """The services that help in one situation."""
    heading = next((one for one in definitions.place().life_events.values() if one.key == life_event), None)
    if heading is None:
        raise NotFound("There is no such page.", remedy="Look at all services, or search.")
    entries = page_of(catalogue.entries(life_event=life_event, language=request.LANGUAGE_CODE), number_asked(request))
    return render(request, "portal/heading.html", {"heading": heading, "entries": entries})


@require_GET
def providers(request: HttpRequest) -> HttpResponse:
    """The organisations of the place."""
    cards = sorted(organisations().values(), key=lambda card: card.key)
    return render(request, "portal/providers.html", {"providers": page_of(cards, number_asked(request))})


@require_GET
def by_organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """One organisation: what it is, how to reach it, what it offers."""
    card = organisation_by_key(organisation)
    brand(request, card.id)
    entries = page_of(catalogue.entries(organisation=card.key, language=request.LANGUAGE_CODE), number_asked(request))
    return render(request, "portal/organisation.html", {"card": card, "entries": entries})


@require_GET
def service(request: HttpRequest, organisation: str, service: str) -> HttpResponse:
    """What a service is, who may have it, what is needed, and the button to start."""
    entry = catalogue.entry(f"{organisation}/{service}")
    if not entry.online:
        return render(request, "portal/information.html", {"entry": entry})
    compiled = definitions.published(entry.key)
    card = organisation_by_key(organisation)
    brand(request, card.id)
    acting = acting_of(request)
    base = compiled.base
    context = {
        "entry": entry,
        "service": compiled,
        "card": card,
        "base": base,
        "criteria": compiled.content("eligibility") or [],
        "pages": [page for page in compiled.content("form") or [] if not page.exit],
        "online": "web" in base.channels,
        "instead": instead(compiled),
        "served": area_names(base.areas),
        "open": definitions.is_open(compiled, clock.now()),
        "needs_account": acting.person is None and not base.for_guests,
        "not_sure_enough": acting.person is not None and not base.enough(acting.assurance),
        "signed_in": acting.person is not None,
    }
    return render(request, "portal/service.html", context)
