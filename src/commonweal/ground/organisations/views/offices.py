"""The page on which the steward gives offices of the place to members."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonweal.ground.organisations import api
from commonweal.kernel.acting import acting_of, require


@require_http_methods(["GET", "POST"])
def offices(request: HttpRequest) -> HttpResponse:
    """Every member with the offices that it has, and a button for each change."""
    acting = acting_of(request)
    require(api.is_steward, acting)
    if request.method == "POST":
        card = api.organisation_by_key(request.POST.get("organisation", ""))
        given = request.POST.get("given") == "yes"
        api.give_office(organisation=card.id, office=request.POST.get("office", ""), given=given, acting=acting)
        messages.success(request, _("The office is given.") if given else _("The office is taken back."))
        return HttpResponseRedirect(request.path)
    members = sorted(api.organisations().values(), key=lambda card: card.key)
    rows = [(card, office, words, office in card.roles_in_place) for card in members for office, words in OFFICES]
    return render(request, "organisations/offices.html", {"rows": rows}, using="jinja2")


OFFICES = tuple(api.OFFICES.items())
