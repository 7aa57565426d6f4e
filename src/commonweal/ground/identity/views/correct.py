"""The page on which people correct the data of their account."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonweal.ground.identity import api
from commonweal.ground.identity.views.shared import page, with_values
from commonweal.kernel.acting import acting_of
from commonweal.kernel.problems import Invalid
from commonweal.web.formats import phone
from commonweal.web.refusals import refused_fields

LINES = ("line1", "line2", "town", "postcode")
ABROAD = ("lines", "country")
PARTS = ("day", "month", "year")


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest) -> HttpResponse:
    """The fields with what is held now; what was typed stays where something is wrong."""
    acting = acting_of(request)
    me = api.people([acting.must_be_person()])[acting.must_be_person()]
    errors: Mapping[str, str] = {}
    values = _held(me)
    if request.method == "POST":
        values = _typed(request.POST)
        if not _moved(request.POST):
            try:
                api.correct_profile(changes=_changes(values, me), acting=acting)
            except Invalid as problem:
                errors = refused_fields(problem)
            else:
                messages.success(request, _("Your details are saved."))
                return HttpResponseRedirect(reverse("identity:my-data"))
    checked = me.assurance in {"medium", "high"}
    return page(request, "correct", fields=_fields(values, errors), checked=checked)


def _held(me: api.PersonCard) -> dict[str, Any]:
    born = me.date_of_birth
    address = dict(me.address)
    return {
        "name": me.name,
        "phone": phone(me.phone),
        "address": {"abroad": True, **{part: address.get(part, "") for part in ABROAD}}
        if address.get("country")
        else {**address, "line1": address.get("line1") or address.get("lines", "")},
        "date_of_birth": dict(zip(PARTS, (str(born.day), str(born.month), str(born.year)), strict=True))
        if born
        else {},
        "language": me.language,
    }


def _typed(post: QueryDict) -> dict[str, object]:
    return {
        "name": post.get("name", ""),
        "phone": post.get("phone", ""),
        "address": _address(post),
        "date_of_birth": {part: post.get(f"date_of_birth-{part}", "") for part in PARTS},
        "language": post.get("language", ""),
    }


def _moved(post: QueryDict) -> bool:
    """Whether a button asks for the other boxes of an address: here, or in another country."""
    return "address-elsewhere" in post or "address-change" in post


def _address(post: QueryDict) -> dict[str, Any]:
    abroad = "address-elsewhere" in post or ("address-abroad" in post and "address-change" not in post)
    parts = {part: post.get(f"address-{part}", "") for part in (ABROAD if abroad else LINES)}
    return {"abroad": True, **parts} if abroad else parts


def _changes(values: Mapping[str, Any], me: api.PersonCard) -> dict[str, object]:
    typed, held = values["address"], _held(me)["address"]
    parts = ABROAD if typed.get("abroad") else LINES
    filled = any(typed.get(part, "").strip() for part in parts)
    address = {part: typed[part] for part in parts if filled and (typed.get("abroad") or typed[part].strip())}
    if typed.get("abroad") == held.get("abroad") and all(typed[part] == held.get(part, "") for part in parts):
        # It was not changed: what the gazetteer knew of it stays.
        address = me.address
    return {**values, "address": address, "date_of_birth": _day(values["date_of_birth"])}


def _day(typed: Mapping[str, str]) -> str:
    """The day as ISO 8601, or as it was typed, for the verb to refuse."""
    parts = [typed[part].strip() for part in PARTS]
    if not any(parts):
        return ""
    try:
        return date(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
    except ValueError:
        return "-".join(reversed(parts))


def _fields(values: Mapping[str, Any], errors: Mapping[str, str]) -> list[dict[str, object]]:
    fields: list[dict[str, Any]] = [
        {"type": "text", "key": "name", "label": _("Full name"), "autocomplete": "name"},
        {"type": "phone", "key": "phone", "label": _("Phone number"), "required": False},
        {
            "type": "address",
            "key": "address",
            "label": _("Address"),
            "state": "abroad" if values["address"].get("abroad") else "manual",
            "can_look_up": False,
            "can_be_abroad": True,
        },
        {
            "type": "date",
            "key": "date_of_birth",
            "label": _("Date of birth"),
            "hint": _("For example, 27 3 1985"),
            "birthday": True,
            "required": False,
        },
        {
            "type": "one_of",
            "key": "language",
            "label": _("Language in which we write to you"),
            "options": [{"value": code, "label": name} for code, name in settings.LANGUAGES],
        },
    ]
    return with_values(fields, values, errors)
