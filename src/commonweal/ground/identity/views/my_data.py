"""Pages on which people view, download and delete the data held about them, and report mistakes in it."""

from collections.abc import Mapping

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from commonweal.ground.identity import api
from commonweal.ground.identity.my_data.descriptions import events_of, rows_of
from commonweal.ground.identity.my_data.register import BASES, holdings_of, registered
from commonweal.ground.identity.views.asked_organisation import organisation_field, organisation_key
from commonweal.ground.identity.views.shared import page, with_values
from commonweal.kernel.acting import acting_of
from commonweal.kernel.problems import Conflict, Invalid
from commonweal.kernel.text import in_language
from commonweal.web.formats import text
from commonweal.web.refusals import refusal, refused_fields

JOURNAL = "kernel.JournalEntry"
# Entries of the history that are shown; the earlier ones are behind a summary.
NEWEST = 12


@login_required
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    """What is held, why, until when and who may see it, the newest rows of each table; and what happened with it."""
    acting = acting_of(request)
    export = api.export_of(acting=acting, language=get_language() or "en")
    held = [{"holding": each, "rows": rows_of(each)} for each in export.holdings if each.model != JOURNAL]
    return page(
        request,
        "my_data",
        held=held,
        bases=BASES,
        events=events_of(export.history, export.person),
        person=export.person,
        newest=NEWEST,
    )


@login_required
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The same as a file for programs."""
    export = api.export_of(acting=acting_of(request), form="json")
    response = JsonResponse(api.as_json(export), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response["Cache-Control"] = "no-store"
    return response


def _what_is_held(person: str) -> list[dict[str, object]]:
    """What may be wrong, as options: each table that holds something of the person, with what is in it."""
    own = {JOURNAL, "ground_identity.Person", "ground_identity.Correction"}
    return [
        {
            "value": f"{each.model}:{each.fields[0].field}",
            "label": each.title,
            "hint": "; ".join(title for field in each.fields if (title := text(field.title)) != text(each.title)),
        }
        for each in holdings_of(person, 1)
        if each.model not in own
    ]


@login_required
@require_http_methods(["GET", "POST"])
def wrong(request: HttpRequest) -> HttpResponse:
    """Report that data held elsewhere is wrong."""
    typed = request.POST or request.GET
    errors: Mapping[str, str] = {}
    if request.method == "POST":
        model, _colon, field = typed.get("what", "").partition(":")
        try:
            api.ask_correction(
                model=model,
                field=field,
                words=typed.get("words", ""),
                organisation=organisation_key(typed.get("organisation", "")),
                acting=acting_of(request),
            )
        except Invalid as problem:
            # The verb calls it "field", the form "what".
            errors = {"what" if key == "field" else key: words for key, words in refused_fields(problem).items()}
        else:
            messages.success(request, _("Thank you. Somebody will look at this. The answer will be on this page."))
            return HttpResponseRedirect(reverse("identity:my-data"))
    fields: list[dict[str, object]] = [
        {
            "type": "one_of",
            "key": "what",
            "label": _("What is wrong?"),
            "options": _what_is_held(acting_of(request).must_be_person()),
        },
        {"type": "long_text", "key": "words", "label": _("What should it be?"), "max_length": 2000},
        organisation_field(),
    ]
    return page(request, "wrong", fields=with_values(fields, typed, errors))


@login_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # the library has no types
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """What deletion means, and the confirmation with which it begins."""
    acting = acting_of(request)
    typed = request.POST.get("confirmation", "")
    field: dict[str, object] = {
        "type": "email",
        "key": "confirmation",
        "label": _("To confirm, write the email address of your account"),
        "hint": request.user.email,  # type: ignore[union-attr]  # signed in, by the decorator
        "value": typed,
        "errors": [],
    }
    refused = ""
    if request.method == "POST":
        try:
            api.erase_person(person=acting.must_be_person(), confirmation=typed, acting=acting)
        except Invalid as problem:
            field["errors"] = list(refused_fields(problem).values())
        except Conflict as problem:
            refused = refusal(problem)
        else:
            logout(request)
            return HttpResponseRedirect(reverse("identity:deleted"))
    keeps = [in_language(data.keeps, get_language() or "en") for _config, data in registered() if data.keeps]
    return page(request, "delete", field=field, keeps=keeps, refused=refused)


@require_GET
def deleted(request: HttpRequest) -> HttpResponse:
    """The confirmation that everything is gone."""
    return page(request, "deleted")
