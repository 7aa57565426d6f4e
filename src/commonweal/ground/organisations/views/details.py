"""Pages about an organisation itself: its description, contact and look, and the building blocks that it uses."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonweal.ground.organisations import api
from commonweal.ground.organisations.views.shared import field, manager_in, page
from commonweal.kernel.problems import Invalid
from commonweal.web.refusals import refused_fields
from commonweal.web.theming import Theme

CONTACT = ("email", "phone", "website", "address")


def _held(card: api.OrganisationCard) -> dict[str, str]:
    standard = Theme()
    values = {f"name-{code}": card.name.get(code, "") for code, _name in settings.LANGUAGES}
    values |= {f"summary-{code}": card.summary.get(code, "") for code, _name in settings.LANGUAGES}
    values |= {f"contact-{part}": str(card.contact.get(part, "")) for part in CONTACT}
    values["theme-primary"] = card.theme.get("primary", standard.primary)
    values["theme-accent"] = card.theme.get("accent", standard.accent)
    return values


def _part(values: Mapping[str, str], part: str) -> dict[str, str]:
    found = {name.removeprefix(f"{part}-"): words.strip() for name, words in values.items() if name.startswith(part)}
    return {name: words for name, words in found.items() if words}


def _fields(values: Mapping[str, str], errors: Mapping[str, str]) -> list[dict[str, object]]:
    many = len(settings.LANGUAGES) > 1
    labels = {"name": _("Name"), "summary": _("What the organisation does")}
    found = []
    for part, label in labels.items():
        for place, (code, language) in enumerate(settings.LANGUAGES):
            name = f"{part}-{code}"
            words = f"{label} ({language})" if many else label
            said = {name: errors[part]} if part in errors and place == 0 else {}
            kind = "text" if part == "name" else "long_text"
            found.append(field(kind, name, words, values[name], said, required=part == "name" and place == 0))
    contact = {
        "email": _("Email address"),
        "phone": _("Phone number"),
        "website": _("Website"),
        "address": _("Address"),
    }
    for place, part in enumerate(CONTACT):
        name = f"contact-{part}"
        said = {name: errors["contact"]} if "contact" in errors and place == 0 else {}
        found.append(field("text", name, contact[part], values[name], said, required=False))
    said = {"theme-primary": errors["theme"]} if "theme" in errors else {}
    hint = _("White text is written on it: # and six digits, such as #0a4a50")
    found.append(field("text", "theme-primary", _("Main colour"), values["theme-primary"], said, hint=hint, width=10))
    found.append(field("text", "theme-accent", _("Second colour"), values["theme-accent"], {}, width=10))
    return found


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, key: str) -> HttpResponse:
    """How the organisation is described, how it is reached, and how its pages look."""
    card, acting = manager_in(request, key)
    values, errors = _held(card), {}
    if request.method == "POST":
        values = {name: request.POST.get(name, "") for name in values}
        contact = {**card.contact, **dict.fromkeys(CONTACT, "")} | _part(values, "contact")
        try:
            api.change_organisation(
                organisation=card.id,
                name=_part(values, "name"),
                summary=_part(values, "summary"),
                contact={name: words for name, words in contact.items() if words},
                theme=_part(values, "theme"),
                acting=acting,
            )
        except Invalid as problem:
            errors = refused_fields(problem)
        else:
            messages.success(request, _("The details are saved."))
            return HttpResponseRedirect(reverse("organisations:details", args=[key]))
    return page(request, "details", card, current="details", fields=_fields(values, errors))


@require_http_methods(["GET", "POST"])
def capabilities(request: HttpRequest, key: str) -> HttpResponse:
    """Which building blocks the organisation uses."""
    card, acting = manager_in(request, key)
    if request.method == "POST":
        on = request.POST.get("on") == "yes"
        api.switch_capability(organisation=card.id, capability=request.POST.get("capability", ""), on=on, acting=acting)
        messages.success(request, _("The building block is switched on.") if on else _("It is switched off."))
        return HttpResponseRedirect(reverse("organisations:capabilities", args=[key]))
    rows = api.switches_of(card.id, acting=acting)
    return page(request, "capabilities", card, current="capabilities", rows=rows)
