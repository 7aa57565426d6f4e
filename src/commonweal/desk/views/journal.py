"""The journal of the organisation: who did what, when, in what role."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonweal.desk.entrance import Desk, staff
from commonweal.desk.journal_pages import journal_of, kinds
from commonweal.desk.titles import object_in_words, said_roles
from commonweal.ground.identity.api import purpose_in_words
from commonweal.ground.organisations.api import staff_of
from commonweal.web.formats import text


@require_safe
@staff
def journal(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A page of entries with filters by type, person and day."""
    known = kinds()
    kind = request.GET.get("kind", "")
    kind = kind if kind in known else ""
    actor = request.GET.get("actor", "")[:80]
    day, wrong = _day(request.GET.get("day", "").strip())
    before = request.GET.get("before", "")
    page = journal_of(
        desk.id,
        acting=desk.acting,
        kind=kind,
        actor=actor,
        day=day,
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else None,
    )
    people = {f"person:{key}": name for key, name in staff_of(desk.id).items()}
    titles = sorted((text(title), key) for key, title in known.items())
    fields = [
        {
            "name": "kind",
            "label": _("What happened"),
            "value": kind,
            "options": tuple((key, words) for words, key in titles),
        },
        {
            "name": "actor",
            "label": _("Who"),
            "value": actor,
            "options": (*people.items(), ("system", _("The platform"))),
        },
        {"name": "day", "label": _("Up to the day"), "value": request.GET.get("day", "")[:10], "kind": "date"},
    ]
    kept = {key: value for key, value in (("kind", kind), ("actor", actor), ("day", str(day or ""))) if value}
    context = {
        "said_roles": said_roles,
        "object_in_words": object_in_words,
        "purpose_in_words": purpose_in_words,
        "page": page,
        "fields": fields,
        "chosen": bool(kept),
        "wrong": wrong,
        "older": "?" + urlencode({**kept, "before": page.next}) if page.next else "",
        "newest": "?" + urlencode(kept) if before else "",
    }
    return render(request, "desk/journal.html", context, using="jinja2", status=422 if wrong else 200)


def _day(typed: str) -> tuple[date | None, str]:
    if not typed:
        return None, ""
    try:
        return date.fromisoformat(typed), ""
    except ValueError:
        return None, _("“%(typed)s” is not a day. Enter one such as 2026-05-02.") % {"typed": typed[:40]}
