"""An application as its applicant sees it: its state, what is asked, letters both ways, withdrawing."""

from typing import Any
from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from commonweal.blocks.cases import api as cases
from commonweal.blocks.forms import api as forms
from commonweal.blocks.messages import api as messages
from commonweal.ground.organisations.api import organisations
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting, acting_of
from commonweal.kernel.problems import Conflict, Invalid, NotFound, Problem
from commonweal.portal.views.letters import Letter, keeps_files, send_letter
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys.api import brand
from commonweal.web import step_fields
from commonweal.web.refusals import refusal, refused_fields

MESSAGES = 25  # of those about an application; all of them are in the inbox


def _context(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    view = cases.my_case(str(case_id), acting=acting_of(request))
    compiled = definitions.version(view.card.version)
    brand(request, view.card.organisation)
    form_context = forms.FormContext(language=request.LANGUAGE_CODE, on=clock.today())
    groups = (
        forms.summary(compiled.content("form") or [], view.answers, form_context) if view.answers is not None else []
    )
    return {
        "view": view,
        "service": compiled,
        "sender": organisations([view.card.organisation])[view.card.organisation],
        "groups": [group for group in groups if any(row.answered for row in group.rows)],
    }


@never_cache
@require_GET
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One application of one's own, with the messages about it; a guest has no inbox."""
    acting = acting_of(request)
    told = messages.inbox(acting, about=f"case:{case_id}", limit=MESSAGES + 1) if acting.person else []
    context = {"messages_about": told[:MESSAGES], "more_messages": len(told) > MESSAGES}
    return render(request, "portal/case.html", {**_context(request, case_id), **context})


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Answer what the organisation asked, with files where it asked for some."""
    context = _context(request, case_id)
    asked = next((task for task in context["view"].tasks if task.id == str(task_id) and task.state == "open"), None)
    if asked is None:
        raise NotFound("This question was answered already.", remedy="See your application.")
    letter: Letter | None = Letter()
    if request.method == "POST":
        acting = acting_of(request)
        letter = send_letter(
            request,
            lambda text, files: cases.answer_request(task=asked.id, text=text, attachments=files, acting=acting),
        )
    if letter is None:
        notes.success(request, _("We have your answer."))
        return redirect("portal:case", case_id=case_id)
    context |= {"task": asked, "letter": letter, "fields": letter.fields(_("Your answer"))}
    return render(request, "portal/answer.html", context, status=422 if letter.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write to the organisation about one's application."""
    context = _context(request, case_id)
    letter: Letter | None = Letter()
    if request.method == "POST":
        acting = acting_of(request)
        letter = send_letter(
            request,
            lambda text, files: cases.write_to_staff(case=str(case_id), text=text, attachments=files, acting=acting),
        )
    if letter is None:
        notes.success(request, _("Your message was sent."))
        return redirect("portal:case", case_id=case_id)
    context |= {"letter": letter, "fields": letter.fields(_("Your message"), _("We answer here and in your messages."))}
    return render(request, "portal/write.html", context, status=422 if letter.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take an application back, after asking."""
    if request.method == "POST":
        cases.withdraw(case=str(case_id), acting=acting_of(request))
        notes.success(request, _("Your application was withdrawn."))
        return redirect("portal:case", case_id=case_id)
    context = _context(request, case_id)
    if not context["view"].may_withdraw:
        raise NotFound("This application can no longer be withdrawn.", remedy="Write to the organisation instead.")
    return render(request, "portal/withdraw.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Reopen one's closed application, after asking why."""
    context = _context(request, case_id)
    if not context["view"].may_reopen:
        raise NotFound(
            "This application cannot be reopened.", remedy="Write to the organisation, or start a new application."
        )
    reason = request.POST.get("reason", "")
    refused: Problem | None = None
    if request.method == "POST":
        refused = _reopen(str(case_id), reason, acting_of(request))
        if refused is None:
            notes.success(request, _("Your application is open again. The organisation can see why."))
            return redirect("portal:case", case_id=case_id)
    errors = refused_fields(refused) if refused else {}
    unplaced = [{"href": "", "text": refusal(refused)}] if refused and "reason" not in errors else []
    needed = [cases.Needed("reason", "reason", {request.LANGUAGE_CODE: _("Why should it be reopened?")}, "long_text")]
    fields = step_fields.fields_for(needed, prefix="reopen", typed={"reason": reason}, errors=errors)
    context |= {"fields": fields, "unplaced": unplaced}
    return render(request, "portal/reopen.html", context, status=422 if refused else 200)


def _reopen(case: str, reason: str, acting: Acting) -> Problem | None:
    """Why it was refused, if it was."""
    try:
        cases.reopen(case=case, reason=reason, acting=acting)
    except (Invalid, Conflict) as problem:
        return problem
    return None


@never_cache
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, case_id: UUID, step: str) -> HttpResponse:
    """Take a step that is the applicant's own, such as accepting an offer: asks first, with what the step requires."""
    context = _context(request, case_id)
    move = next((one for one in context["view"].moves if one.key == step), None)
    if move is None:
        raise NotFound("This step can no longer be taken.", remedy="See your application.")
    typed: step_fields.Posted = {}
    errors: dict[str, str] = {}
    unplaced: list[dict[str, str]] = []
    if request.method == "POST":
        typed, refused = _take(request, str(case_id), move)
        if refused is None:
            notes.success(request, _("Done. The organisation can see it."))
            return redirect("portal:case", case_id=case_id)
        inputs = step_fields.names(move.requires)
        errors = {inputs.get(name, name): message for name, message in refused_fields(refused).items()}
        if not errors.keys() & set(inputs.values()):
            unplaced = [{"href": "", "text": refusal(refused)}]
    fields = step_fields.fields_for(move.requires, prefix="step", typed=typed, errors=errors)
    context |= {"move": move, "fields": fields, "unplaced": unplaced, "errors": bool(errors or unplaced)}
    return render(request, "portal/step.html", context, status=422 if context["errors"] else 200)


def _take(request: HttpRequest, case: str, move: cases.Move) -> tuple[step_fields.Posted, Problem | None]:
    """Take the step with what was posted; what was typed, and why it was refused."""
    acting = acting_of(request)
    typed: step_fields.Posted = {key: str(value) for key, value in request.POST.items()}
    try:
        given, typed = step_fields.read(request, move.requires, store=keeps_files(request))
        cases.transition(
            case=case,
            transition=move.key,
            acting=acting,
            given=given.answers,
            reason=given.reason,
            note=given.note,
        )
    except Invalid as problem:
        return typed, problem
    except Conflict as problem:
        # A file that is gone or somebody else's would be refused each time: it has to be chosen again.
        return {key: value for key, value in typed.items() if not key.endswith("-kept")}, problem
    return typed, None
