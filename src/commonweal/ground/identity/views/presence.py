"""Identity checks at a counter: the person's page with the code, and the pages of staff who check documents."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonweal.ground.identity import api
from commonweal.ground.identity.documents import ADDRESS_PROOFS, PHOTO_PROOFS
from commonweal.ground.identity.views.shared import page, with_values
from commonweal.ground.organisations.api import organisations
from commonweal.kernel.acting import acting_of, require, require_present
from commonweal.kernel.problems import Invalid, NotFound
from commonweal.kernel.written.addresses import address_lines
from commonweal.web.chrome import Brand, brand_page
from commonweal.web.formats import text
from commonweal.web.refusals import refusal, refused_fields
from commonweal.web.shown_once import show_once


@login_required
@require_http_methods(["GET", "POST"])
def show_code(request: HttpRequest) -> HttpResponse:
    """What happens at a counter, and a new code when it is asked for."""
    shown = api.show_presence(acting=acting_of(request)) if request.method == "POST" else None
    show_once(request)
    return page(request, "show_code", shown=shown)


@login_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """First the code; then who shows it and which documents were seen; then it is recorded."""
    acting = acting_of(request)
    require(api.may_check, acting, acting.organisation)
    require_present(acting)  # before anything is filled in
    for card in organisations([acting.organisation or ""]).values():
        brand_page(request, Brand(text(card.name)))
    errors: Mapping[str, str] = {}
    code = request.POST.get("code", "")
    person = None
    try:
        if request.method == "POST" and "level" in request.POST:
            documents = request.POST.getlist("documents")
            api.check_identity(code=code, level=request.POST["level"], documents=documents, acting=acting)
            messages.success(request, _("The check is recorded. The person sees it in their account."))
            return HttpResponseRedirect(reverse("identity:check"))
        if request.method == "POST":
            person = api.look_up_present(code=code, acting=acting)
    except NotFound as problem:
        errors = {"code": refusal(problem)}
    except Invalid as problem:
        errors = refused_fields(problem)
        person = api.look_up_present(code=code, acting=acting)
    fields = _documents(request, errors) if person else _code(code, errors)
    address = address_lines(person.address) if person else []
    return page(request, "check", person=person, address=address, code=code, fields=fields)


def _code(value: str, errors: Mapping[str, str]) -> list[dict[str, object]]:
    hint = _("Eight letters and digits, such as BCDF-2345. The person finds it in their account.")
    field = {"type": "text", "key": "code", "label": _("Code"), "hint": hint, "width": 10}
    return with_values([field], {"code": value}, errors)


def _documents(request: HttpRequest, errors: Mapping[str, str]) -> list[dict[str, object]]:
    kinds = [{"value": kind, "label": words} for kind, words in {**PHOTO_PROOFS, **ADDRESS_PROOFS}.items()]
    levels = [
        {"value": "medium", "label": _("Medium"), "hint": _("A photo document, or two proofs of address")},
        {"value": "high", "label": _("High"), "hint": _("A photo document and a proof of address")},
    ]
    fields: list[dict[str, object]] = [
        {"type": "many_of", "key": "documents", "label": _("Which documents did you see?"), "options": kinds},
        {"type": "one_of", "key": "level", "label": _("How certain is the person’s identity?"), "options": levels},
    ]
    values = {"documents": request.POST.getlist("documents"), "level": request.POST.get("level", "")}
    return with_values(fields, values, errors)
