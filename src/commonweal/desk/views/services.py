"""The services of the organisation, and the start of a new one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.desk.entrance import Desk, staff
from commonweal.kernel.problems import Invalid
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.api import ServiceCard
from commonweal.web.chrome import show_at
from commonweal.web.refusals import refusal_with_fields


@require_safe
@staff
def services(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every service with what is live, and for those who work on them with what is in preparation."""
    return _page(request, desk)


def _page(request: HttpRequest, desk: Desk, typed: str = "", error: str = "") -> HttpResponse:
    cards, prepares = definitions.services_seen(desk.id, acting=desk.acting)
    language = request.LANGUAGE_CODE
    updates = definitions.upstream_updates(desk.id, acting=desk.acting, language=language) if prepares else []
    context = {
        "desk": desk,
        "rows": [(card, *state_of(card)) for card in cards],
        "prepares": prepares,
        "may_write": desk.has("editor", "manager"),
        "updates": updates,
        "typed": typed,
        "error": error,
    }
    return render(request, "desk/services.html", context, using="jinja2", status=422 if error else 200)


def state_of(card: ServiceCard) -> tuple[str, str]:
    """The state of the service in a word, and the colour of its tag."""
    if card.live:
        return _("Live"), "good"
    if card.retired_at:
        return _("Withdrawn"), ""
    return _("Not published yet"), "info"


@require_POST
@staff
def begin(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Start a new service with the smallest possible draft."""
    name = request.POST.get("name", "").strip().lower()
    show_at(request, reverse("desk:services"))
    key = f"{desk.organisation.key}/{name}"
    if any(card.key == key for card in definitions.services_of(desk.id, acting=desk.acting)):
        return _page(
            request, desk, name, _("There is a service of this name already. Open it, or choose another name.")
        )
    try:
        definitions.save_draft(service=key, source=FIRST % (name, desk.organisation.key), acting=desk.acting)
    except Invalid as problem:
        return _page(request, desk, name, refusal_with_fields(problem))
    return HttpResponseRedirect(reverse("desk:draft", args=[desk.organisation.key, name]))


FIRST = """# Begin with what people call it, then ask what you need to know.
service: %s
schema: 1
offered_by: %s
title: {en: , cy: }
summary: {en: , cy: }
topics: []
legal_basis: {basis: public_task, reference: ""}
retention: {delete_after: 24 months, from: closed}

form:
  - page: about
    title: {en: About you, cy: Amdanoch chi}
    questions:
      - key: name
        type: text
        label: {en: Your name, cy: Eich enw}
        personal: yes

case:
  states: [received, done]
  start: received
  transitions:
    finish: {from: received, to: done, by: role:officer, title: {en: Finish, cy: Gorffen}}
  outcomes:
    done: {title: {en: Done, cy: Wedi'i wneud}, retention: {delete_after: 24 months, from: closed}}
"""
