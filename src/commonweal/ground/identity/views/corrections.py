"""Pages on which managers see and answer what people asked to have corrected."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.ground.identity import api
from commonweal.ground.identity.views.shared import page, with_values
from commonweal.ground.organisations.api import OrganisationCard, organisation_by_key
from commonweal.kernel.acting import Acting, acting_of
from commonweal.kernel.problems import Conflict, Invalid, NotFound
from commonweal.web.chrome import Brand, brand_page
from commonweal.web.formats import text
from commonweal.web.refusals import refusal, refused_fields


def _acting_in(request: HttpRequest, key: str) -> tuple[OrganisationCard, Acting]:
    card, acting = organisation_by_key(key), acting_of(request)
    if card.id in acting.memberships:
        acting = acting.in_organisation(card.id)
    return card, acting


def _brand(request: HttpRequest, card: OrganisationCard) -> None:
    brand_page(request, Brand(text(card.name), theme=reverse("organisations:theme", args=[card.key])))


@login_required
@require_safe
def corrections(request: HttpRequest, key: str) -> HttpResponse:
    """What the organisation was asked to correct, what waits first; without anybody's name."""
    card, acting = _acting_in(request, key)
    rows = api.corrections_of(card.id, acting=acting)
    _brand(request, card)
    return page(request, "corrections", organisation=card, rows=rows)


@login_required
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, key: str, correction: UUID) -> HttpResponse:
    """One request, and its answer or the form for it."""
    card, acting = _acting_in(request, key)
    errors: Mapping[str, str] = {}
    if request.method == "POST":
        outcome, words = request.POST.get("outcome", ""), request.POST.get("words", "")
        try:
            api.answer_correction(correction=str(correction), outcome=outcome, words=words, acting=acting)
        except Invalid as problem:
            errors = refused_fields(problem)
        except Conflict as problem:
            messages.error(request, refusal(problem))
            return HttpResponseRedirect(request.path)
        else:
            messages.success(request, _("Your answer is now with the person’s data."))
            return HttpResponseRedirect(reverse("identity:corrections", args=[card.key]))
    found = api.correction(str(correction), acting=acting)
    if found.line.organisation != card.id:
        raise NotFound(_("There is no such request for a correction."))
    _brand(request, card)
    fields = _fields(request, errors) if found.line.answered_at is None else []
    return page(request, "correction", organisation=card, asked=found, fields=fields)


def _fields(request: HttpRequest, errors: Mapping[str, str]) -> list[dict[str, object]]:
    fields: list[dict[str, object]] = [
        {
            "type": "one_of",
            "key": "outcome",
            "label": _("Is it corrected?"),
            "options": [{"value": "done", "label": _("Yes, it is corrected")}, {"value": "refused", "label": _("No")}],
        },
        {
            "type": "long_text",
            "key": "words",
            "label": _("What you want to tell the person"),
            "hint": _("If it is not corrected, give the reason."),
            "max_length": 2000,
            "required": False,
        },
    ]
    return with_values(fields, request.POST, errors)
