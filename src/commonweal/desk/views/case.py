"""The case: everything about it on one page with the possible actions, its short form next to the queue, its
history."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commonweal.blocks.cases import api as cases
from commonweal.blocks.forms.api import unscanned
from commonweal.blocks.messages import api as sending
from commonweal.desk.case_acts import ACTS
from commonweal.desk.case_lines import kind_of, lines_of, nearness
from commonweal.desk.case_summary import summarise, undecided_steps
from commonweal.desk.clocks import clock_lines
from commonweal.desk.entrance import Desk, staff
from commonweal.desk.panels import Retry, panels
from commonweal.desk.titles import area_in_words, have_ended, said_roles, workflow_of
from commonweal.desk.views.queue import queue_again
from commonweal.ground.organisations.api import staff_of
from commonweal.kernel.paging import MOST_PAGES, Part, newest_first, number_asked
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound, Problem
from commonweal.web import step_fields
from commonweal.web.chrome import show_at
from commonweal.web.formats import text
from commonweal.web.refusals import refusal, refused_fields

EVENTS = 100  # of the history on one page
MESSAGES = 25


@require_safe
@staff
def case(request: HttpRequest, desk: Desk, case_id: UUID) -> HttpResponse:
    """The case with everything that is known, and the forms of what the reader may do."""
    return _page(request, desk, str(case_id))


def _page(
    request: HttpRequest, desk: Desk, case_id: str, retry: Retry | None = None, problem: Problem | None = None
) -> HttpResponse:
    view = cases.case(case_id, acting=desk.acting, page=min(number_asked(request), MOST_PAGES))
    if view.card.organisation != desk.id:
        return _elsewhere(request, view.card)
    people = staff_of(desk.id, *cases.workers(workflow_of(view.card.version)))
    said = summarise(view, request.LANGUAGE_CODE)
    forms = panels(view, desk, people, retry)
    fields = [field for panel in forms for field in panel.fields]
    context = {
        "said_roles": said_roles,
        "desk": desk,
        "view": view,
        "pages": Paginator(range(view.pages), 1).get_page(view.page),
        "card": view.card,
        "kind": kind_of(view.card),
        "nearness": nearness(view.card),
        "summary": said,
        "unscanned": unscanned([*said.uploads, *(each for letter in view.letters for each in letter.attachments)]),
        "criteria": said.criteria(said.assessment),
        "criteria_of": said.criteria,
        "panels": forms,
        "undecided": undecided_steps(view, said.labels, request.LANGUAGE_CODE),
        "people": people,
        "fields": fields,
        "problem": problem,
        "unplaced": _unplaced(problem, retry, fields),
        "unread": [letter for letter in view.letters if letter.direction == "in" and letter.read_at is None],
        "open_tasks": [task for task in view.tasks if task.state == "open"],
        "ended_tasks": [task for task in view.tasks if task.state == "lapsed"],
        "clocks": clock_lines(view.clocks),
        "area": area_in_words(view.card.area) if view.card.area else "",
    }
    return render(request, "desk/case.html", context, using="jinja2", status=problem.status if problem else 200)


def _elsewhere(request: HttpRequest, card: cases.CaseCard) -> HttpResponse:
    """A case of another organisation that the reader works for, too: they must act in its name first."""
    address = reverse("desk:case", args=[card.id])
    messages.info(request, _("This case belongs to another organisation that you work for. Choose it to go on."))
    return HttpResponseRedirect(reverse("desk:choose") + f"?next={address}")


def _unplaced(problem: Problem | None, retry: Retry | None, fields: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The messages of a refusal that belong to no input of the page."""
    if problem is None:
        return []
    placed = {message for field in fields for message in field["errors"]}
    left = [message for message in (retry.errors.values() if retry else ()) if message not in placed]
    if not placed and not left:
        left = [refusal(problem)]
    return [{"href": "", "text": message} for message in left]


@require_safe
@staff
def beside(request: HttpRequest, desk: Desk, case_id: UUID) -> HttpResponse:
    """The short form of a case that a script shows next to the queue on wide screens."""
    view = cases.case(str(case_id), acting=desk.acting)
    if view.card.organisation != desk.id:
        raise NotFound(_("There is no such case in this organisation."))
    said = summarise(view, request.LANGUAGE_CODE)
    context = {
        "view": view,
        "card": view.card,
        "kind": kind_of(view.card),
        "nearness": nearness(view.card),
        "summary": said,
        "unscanned": unscanned(said.uploads),
        "against": [each for each in said.criteria(said.assessment) if each["holds"] is False],
        "open_tasks": [task for task in view.tasks if task.state == "open"],
        "may_take": view.card.open and view.card.assignee is None and desk.has("officer", "manager"),
    }
    return render(request, "desk/beside.html", context, using="jinja2")


@require_safe
@staff
def history(request: HttpRequest, desk: Desk, case_id: UUID) -> HttpResponse:
    """What happened to the case, and the messages that were sent about it."""
    readings = bool(request.GET.get("readings"))
    before = request.GET.get("before", "")
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = cases.history(str(case_id), acting=desk.acting, readings=readings, before=last, limit=EVENTS + 1)
    items = found[:EVENTS]
    card = cases.cards([str(case_id)]).get(str(case_id))
    if card is None or card.organisation != desk.id:
        raise NotFound(_("There is no such case in this organisation."))
    sent: Part[sending.SentRow] | None = None
    if desk.has("officer", "manager", "agent"):
        sent = newest_first(request, partial(_messages, str(case_id), desk), size=MESSAGES)
    context = {"line": lines_of([card])[0], "card": card, "items": items, "sent": sent, "readings": readings}
    context |= {"earlier": items[-1].number if len(found) > EVENTS else None, "newest": last is None}
    context["said_roles"] = said_roles
    return render(request, "desk/history.html", context, using="jinja2")


def _messages(case_id: str, desk: Desk, offset: int, limit: int) -> list[sending.SentRow]:
    return sending.messages_about(f"case:{case_id}", desk.id, desk.acting, offset=offset, limit=limit)


@require_POST
@staff
def send_again(request: HttpRequest, desk: Desk, case_id: UUID, message_id: UUID) -> HttpResponse:
    """Retry a message that could not be sent."""
    try:
        sending.send_again(message=str(message_id), acting=desk.acting)
    except Conflict as problem:
        messages.warning(request, refusal(problem))
    else:
        messages.success(request, _("It will be tried again within a minute. Load this page again to see how it went."))
    return HttpResponseRedirect(reverse("desk:history", args=[case_id]))


@require_POST
@staff
def do(request: HttpRequest, desk: Desk, case_id: UUID, act: str) -> HttpResponse:
    """Do what one of the forms asks for; a refusal shows the page again with everything that was typed."""
    case, typed = str(case_id), {key: str(value) for key, value in request.POST.items()}
    needed: Sequence[cases.Needed] = ()
    try:
        if act.startswith("move."):
            move = _move_of(case, act.removeprefix("move."), desk)
            needed = move.requires
            given, typed = step_fields.read(request, needed, store=desk.store_file)
            said = _make(case, move, given, desk)
        elif act in ACTS:
            said = ACTS[act](case, typed, desk.acting)
        else:
            raise NotFound(_("There is no such step."))
    except (Invalid, Conflict, NotAllowed) as problem:
        inputs = step_fields.names(needed)
        errors = {inputs.get(name, name): message for name, message in refused_fields(problem).items()}
        show_at(request, reverse("desk:case", args=[case]))
        return _page(request, desk, case, Retry(act, typed, errors), problem)
    messages.success(request, said)
    return HttpResponseRedirect(_after(request, case))


def _move_of(case: str, step: str, desk: Desk) -> cases.Move:
    view = cases.case(case, acting=desk.acting)
    found = next((each for each in view.moves if each.key == step), None)
    if found is None:
        cases.require_transition(case=case, transition=step, acting=desk.acting)
        raise Conflict(
            _("This step is not open for this case now."), remedy=_("The page below shows the case as it is now.")
        )
    return found


def _make(case: str, move: cases.Move, given: step_fields.Given, desk: Desk) -> str:
    if move.decides:
        cases.decide(
            case=case,
            transition=move.key,
            reasons=given.reason,
            acting=desk.acting,
            given=given.answers,
            note=given.note,
        )
    else:
        cases.transition(
            case=case,
            transition=move.key,
            acting=desk.acting,
            given=given.answers,
            reason=given.reason,
            note=given.note,
        )
    done = _("Done. The case is now: %(state)s.") % {"state": text(move.to_title)}
    return f"{done} {have_ended(move.ends)}".strip()


def _after(request: HttpRequest, case_id: str) -> str:
    """Back to the case, or to the queue from which a button was pressed."""
    if request.POST.get("from") == "queue":
        return queue_again(request.POST)
    return reverse("desk:case", args=[case_id])
