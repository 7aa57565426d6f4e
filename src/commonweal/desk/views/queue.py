"""The queue: views, filters, and one page of cases in a constant number of statements."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from commonweal.blocks.cases import api as cases
from commonweal.desk.actions.save_filter import delete_filter, save_filter
from commonweal.desk.case_lines import lines_of, rows_of
from commonweal.desk.entrance import Desk, staff
from commonweal.desk.filters import DUES, KEYS, VIEWS, Asked, asked
from commonweal.desk.remembered import saved_views
from commonweal.desk.titles import Working, priorities, readable, working_in
from commonweal.ground.areas.api import areas
from commonweal.ground.organisations.api import staff_of
from commonweal.kernel.problems import Conflict, Invalid
from commonweal.web.formats import text
from commonweal.web.jinja import query
from commonweal.web.refusals import refusal_with_fields
from commonweal.web.translated import say as _

Options = list[dict[str, str]]


@require_safe
@staff
def queue(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A page of the organisation's cases, with its filters and bulk actions."""
    want = asked(request.GET)
    found = cases.queue(want.filters, acting=desk.acting, page=want.page)
    if want.filters.reference and len(found.rows) == 1:
        return HttpResponseRedirect(reverse("desk:case", args=[found.rows[0].id]))
    working = working_in(desk.organisation.key)
    people = staff_of(desk.id)
    places = {area.key: text(area.name) for area in areas()}
    me = desk.acting.must_be_person()
    saved = saved_views(me, desk.id)
    lines = lines_of(found.rows, places)
    narrowed = want.given.keys() - {"sort"}
    with_area = any(line.area for line in lines)
    fields = fields_of(want, working, people, places)
    context = {
        "desk": desk,
        "want": want,
        "found": found,
        "rows": rows_of(lines, with_area=with_area),
        "with_area": with_area,
        "views": [(key, _(words), want.view == key and not narrowed) for key, (words, _filters) in VIEWS.items()],
        "saved": [(row.pk, row.name, row.query, row.query == want.query) for row in saved],
        "current_saved": next((row for row in saved if row.query == want.query), None),
        "title": _(VIEWS[want.view][0]),
        "fields": fields,
        "chosen": chosen_of(request, fields),
        "kept": [(key, request.GET[key]) for key in ("view", "sort") if request.GET.get(key)],
        "sorts": sorts(request, want),
        **bulk_choices(desk, working),
    }
    return render(request, "desk/queue.html", context, using="jinja2")


def bulk_choices(desk: Desk, working: Working) -> dict[str, object]:
    """What the reader may do with several cases at once: possible assignees and steps."""
    return {
        "may_act": desk.has("officer", "manager"),
        "may_move": bool(desk.roles - {"viewer", "editor", "reviewer", "agent"}),
        "people": staff_of(desk.id, *working.workers),
        "steps": working.steps,
    }


def fields_of(
    want: Asked, working: Working, people: Mapping[str, str], places: Mapping[str, str]
) -> list[dict[str, object]]:
    """The filters as the macro draws them; one without choices is omitted."""
    others = {key: name for key, name in people.items() if key}
    fields: list[dict[str, object]] = [
        _select(want, "service", _("Service"), working.services),
        _select(want, "state", _("State"), working.states),
        _select(want, "assignee", _("Whose"), {"me": _("Mine"), "none": _("Nobody's"), **others}),
        _select(want, "team", _("Team"), {team: team for team in working.teams}),
        _select(want, "area", _("Area"), places),
        _select(want, "priority", _("Priority"), priorities()),
        _select(
            want,
            "due",
            pgettext("deadline", "Due"),
            dict(zip(DUES, (_("Overdue"), _("Today"), _("This week")), strict=True)),
        ),
    ]
    return [field for field in fields if "options" not in field or field["options"]]


def _select(want: Asked, name: str, label: str, options: Mapping[str, str]) -> dict[str, object]:
    value = want.given.get(name, "")
    shown = dict(options)
    if value and value not in shown:
        shown[value] = readable(value)["en"]
    return {
        "name": name,
        "label": label,
        "value": value,
        "options": tuple(shown.items()),
    }


def chosen_of(request: HttpRequest, fields: list[dict[str, Any]]) -> Options:
    """The filters that are in force, each with the address without it."""
    found = []
    for field in fields:
        if not field["value"]:
            continue
        words = dict(field.get("options", ()))
        shown = words.get(field["value"], field["value"])
        address = query(request, **{field["name"]: None, "page": None})
        found.append({"label": f"{field['label']}: {shown}", "href": address})
    return found


def sorts(request: HttpRequest, want: Asked) -> dict[str, tuple[str, str]]:
    """For the columns that can be sorted by: the address, and "ascending", "descending" or "none". The first press
    brings what has waited longest to the top."""
    order = want.filters.order
    opened = "newest" if order == "oldest" else "oldest"
    return {
        "due": (query(request, sort="due", page=None), "ascending" if order == "due" else "none"),
        "opened": (
            query(request, sort=opened, page=None),
            {"newest": "descending", "oldest": "ascending"}.get(order, "none"),
        ),
    }


@require_POST
@staff
def save(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keep the filters in force under a name."""
    want = asked(QueryDict(request.POST.get("query", "")[:2000]))
    try:
        row = save_filter(organisation=desk.id, name=request.POST.get("name", ""), query=want.query, acting=desk.acting)
    except (Invalid, Conflict) as problem:
        messages.error(request, refusal_with_fields(problem))
    else:
        messages.success(request, _("Saved as “%(name)s”. It is next to your list of views.") % {"name": row.name})
    return HttpResponseRedirect(reverse("desk:queue") + "?" + want.query)


@require_POST
@staff
def forget(request: HttpRequest, desk: Desk, identity: UUID) -> HttpResponse:
    """Delete a saved view."""
    delete_filter(identity=identity, acting=desk.acting)
    messages.success(request, _("The saved view was deleted."))
    return HttpResponseRedirect(reverse("desk:queue"))


def queue_again(posted: QueryDict) -> str:
    """The address of the queue as it was when something was sent from it; only what the queue knows is kept."""
    before = QueryDict(posted.get("query", "")[:2000])
    kept = {key: before[key] for key in ("view", "page", *KEYS) if before.get(key)}
    again = QueryDict(mutable=True)
    again.update(kept)
    return reverse("desk:queue") + ("?" + again.urlencode() if kept else "")
