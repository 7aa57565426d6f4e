"""Pages about the API keys of an organisation: make one, see what they may do, revoke."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonweal.ground.organisations import api
from commonweal.ground.organisations.views.shared import field, manager_in, page
from commonweal.kernel.problems import Conflict, Invalid, NotFound
from commonweal.web.refusals import refusal, refused_fields
from commonweal.web.shown_once import show_once


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest, key: str) -> HttpResponse:
    """All keys, and the form that makes one; its secret is on the next page and nowhere else."""
    card, acting = manager_in(request, key)
    errors: Mapping[str, str] = {}
    name, chosen = request.POST.get("name", ""), request.POST.getlist("scopes")
    if request.method == "POST":
        try:
            made = api.create_api_key(organisation=card.id, name=name, scopes=chosen, acting=acting)
        except Invalid as problem:
            errors = refused_fields(problem)
        except Conflict as problem:
            errors = {"name": refusal(problem)}
        else:
            show_once(request)
            return page(request, "key_made", card, current="keys", made=made)
    options = [{"value": scope, "label": words, "hint": scope} for scope, words in api.scopes().items()]
    fields = [
        field("text", "name", _("What is the key for?"), name, errors, hint=_("For example, the council’s website")),
        field("many_of", "scopes", _("What may it do?"), chosen, errors, options=options),
    ]
    rows = api.keys_of(card.id, acting=acting)
    return page(request, "keys", card, current="keys", rows=rows, fields=fields, staff=api.staff_of(card.id))


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, key: str, api_key: UUID) -> HttpResponse:
    """Ask once more, then revoke."""
    card, acting = manager_in(request, key)
    row = next((each for each in api.keys_of(card.id, acting=acting) if each.id == str(api_key)), None)
    if row is None:
        raise NotFound(_("The organisation has no such key."))
    if request.method == "POST":
        api.revoke_api_key(organisation=card.id, key=row.id, acting=acting)
        messages.success(request, _("The key %(name)s is revoked.") % {"name": row.name})
        return HttpResponseRedirect(reverse("organisations:keys", args=[key]))
    return page(request, "key_revoke", card, current="keys", row=row)
