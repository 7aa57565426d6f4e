"""What the pages of an organisation's staff share: the actor in its name, the tabs, and the look."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonweal.ground.organisations import api
from commonweal.kernel.acting import Acting, acting_of
from commonweal.web.chrome import Brand, brand_page
from commonweal.web.formats import text


def acting_in(request: HttpRequest, key: str) -> tuple[api.OrganisationCard, Acting]:
    """The organisation of the address, and the actor in its name where they work for it. Raises NotFound."""
    card = api.organisation_by_key(key)
    acting = acting_of(request)
    if card.id in acting.memberships:
        acting = acting.in_organisation(card.id)
    return card, acting


def manager_in(request: HttpRequest, key: str) -> tuple[api.OrganisationCard, Acting]:
    """The same for a page that managers alone may open and on which everything takes a second step shown a moment ago:
    they are asked for it before they fill anything in. Raises NotSignedIn, NotFound, NotAllowed, SecondFactorNeeded."""
    card, acting = acting_in(request, key)
    api.require_present_manager(card.id, acting=acting)
    return card, acting


def page(
    request: HttpRequest, name: str, card: api.OrganisationCard, *, current: str, status: int = 200, **context: object
) -> HttpResponse:
    """A page of the organisation's staff, never kept by caches."""
    brand_page(request, Brand(text(card.name), theme=reverse("organisations:theme", args=[card.key])))
    words = {
        "people": _("People"),
        "keys": _("API keys"),
        "capabilities": _("Building blocks"),
        "details": _("Details and look"),
    }
    tabs = [
        (label, reverse(f"organisations:{each}", args=[card.key]), each == current) for each, label in words.items()
    ]
    # Pages which managers alone may open.
    if api.is_manager(acting_of(request), card.id):
        tabs.append((_("Requests about personal data"), reverse("identity:corrections", args=[card.key]), False))
        if "steward" in card.roles_in_place:
            tabs.append((_("Offices of the place"), reverse("organisations:offices"), False))
    context |= {"organisation": card, "tab_links": tabs}
    response = render(request, f"organisations/{name}.html", context, status=status, using="jinja2")
    response["Cache-Control"] = "no-store"
    return response


def field(
    kind: str, key: str, label: str, value: object, errors: Mapping[str, str] | None, **more: object
) -> dict[str, object]:
    """A question for a form, with the message for it out of a refusal's fields."""
    said = (errors or {}).get(key)
    return {"type": kind, "key": key, "label": label, "value": value, "errors": [said] if said else [], **more}
