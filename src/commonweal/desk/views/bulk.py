"""Bulk actions: one verb on many chosen cases, what it requires, and what became of each of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from commonweal.blocks.cases import api as cases
from commonweal.desk.entrance import Desk, staff
from commonweal.desk.titles import readable, workflow_of, working_in
from commonweal.desk.views.queue import bulk_choices, queue_again
from commonweal.kernel.problems import in_words
from commonweal.web import step_fields
from commonweal.web.formats import text

RESULT = "desk_bulk_result"
MOST = 200


@require_POST
@staff
def bulk(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Do what was chosen; ask first for what the step requires."""
    chosen = list(dict.fromkeys(request.POST.getlist("case")))[: MOST + 1]
    back = queue_again(request.POST)
    do = request.POST.get("do", "")
    if not chosen:
        messages.error(request, _("Choose at least one case first: tick the box at the start of its line."))
        return HttpResponseRedirect(back)
    if do == "take" or (do == "assign" and request.POST.get("person")):
        person = desk.acting.person if do == "take" else request.POST["person"]
        results = cases.assign_many(cases=chosen, person=person or "", acting=desk.acting)
        return _told(request, results, _("Assign"), back)
    if do == "move" and request.POST.get("step"):
        return _move(request, desk, chosen, request.POST["step"], back)
    wrong = _("Choose a colleague.") if do == "assign" else _("Choose a step.")
    return _ask_again(request, desk, chosen, wrong, "#bulk-person" if do == "assign" else "#bulk-step")


def _ask_again(request: HttpRequest, desk: Desk, chosen: list[str], wrong: str, at: str) -> HttpResponse:
    """Ask once more what should be done; the cases stay chosen."""
    context = {
        "own": [card for card in cases.cards(chosen).values() if card.organisation == desk.id],
        "wrong": {"href": at, "text": wrong},
        "query": request.POST.get("query", ""),
        "back": queue_again(request.POST),
        **bulk_choices(desk, working_in(desk.organisation.key)),
    }
    return render(request, "desk/bulk_choose.html", context, using="jinja2", status=422)


def _move(request: HttpRequest, desk: Desk, chosen: list[str], step: str, back: str) -> HttpResponse:
    own = [card for card in cases.cards(chosen).values() if card.organisation == desk.id]
    title, needed, by_one = _requirements({card.version for card in own}, step)
    if by_one:
        wrong = _("“%(step)s” needs a file for each case. Do it case by case, or choose another step.")
        return _ask_again(request, desk, chosen, wrong % {"step": title}, "#bulk-step")
    errors: dict[str, str] = {}
    typed: dict[str, str] = {}
    ending = cases.tasks_ended_by(cases=[card.id for card in own], transition=step, acting=desk.acting)
    if request.POST.get("given") or not (needed or ending):
        given, typed = step_fields.read(request, needed, store=desk.store_file)
        errors = _missing(needed, typed)
        if not errors:
            results = cases.transition_many(
                cases=chosen,
                transition=step,
                acting=desk.acting,
                given=given.answers,
                reason=given.reason,
                note=given.note,
            )
            return _told(request, results, title, back)
    context = {
        "title": title,
        "step": step,
        "own": own,
        "ending": ending,
        "fields": step_fields.fields_for(needed, prefix="bulk", typed=typed, errors=errors),
        "query": request.POST.get("query", ""),
        "back": back,
    }
    return render(request, "desk/bulk.html", context, using="jinja2", status=422 if errors else 200)


def _requirements(versions: set[str], step: str) -> tuple[str, list[cases.Needed], bool]:
    """What the step is called, what it requires in any of these versions, and whether one of that is a file."""
    title = text(readable(step))
    found: dict[str, cases.Needed] = {}
    for version in versions:
        section = workflow_of(version)
        rule = section.transitions.get(step) if section else None
        if rule is None:
            continue
        title = text(rule.title) or title
        if rule.decides:
            words = {"en": "Reasons, in words that the applicant will understand", "cy": "Rhesymau, mewn geiriau clir"}
            found["reason"] = cases.Needed("reason", "reason", words, "long_text")
        for item in rule.requires:
            kind: Any = "answer" if item.answer else item.key
            found[item.key] = cases.Needed(
                kind,
                item.answer or item.key,
                item.title or readable(item.answer or item.key),
                item.type if item.answer else "long_text",
            )
    return title, list(found.values()), any(each.type == "file" for each in found.values())


def _missing(needed: list[cases.Needed], typed: dict[str, str]) -> dict[str, str]:
    """Only what is empty; the verb checks the rest, case by case."""
    errors = {}
    for each, name in zip(needed, step_fields.names(needed).values(), strict=True):
        value = step_fields.day_of(typed, name) if each.type == "date" else typed.get(name, "")
        if not value.strip():
            errors[name] = _("Give this before you go on.")
    return errors


def _told(request: HttpRequest, results: list[cases.RowResult], title: str, back: str) -> HttpResponse:
    done = sum(row.done for row in results)
    rows = [[row.case, row.reference, row.done, in_words(row.problem), in_words(row.remedy)] for row in results]
    request.session[RESULT] = {"title": title, "rows": rows, "back": back}
    if done:
        said = ngettext("%(done)s case was done.", "%(done)s cases were done.", done) % {"done": done}
        messages.success(request, said)
    return HttpResponseRedirect(reverse("desk:bulk-result"))


@require_safe
@staff
def result(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What became of each case of the last bulk action in this session."""
    found = request.session.get(RESULT)
    if found is None:
        return HttpResponseRedirect(reverse("desk:queue"))
    context = {"title": found["title"], "rows": found["rows"], "back": found["back"], "desk": desk}
    return render(request, "desk/bulk_result.html", context, using="jinja2")
