"""One service: its versions, the draft with its findings, a version with what may be done about it, and previews."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonweal.blocks.forms import api as forms
from commonweal.desk.entrance import Desk, staff
from commonweal.desk.version_acts import ACTS
from commonweal.desk.views.services import state_of
from commonweal.ground.identity.api import people
from commonweal.kernel import clock
from commonweal.kernel.problems import Conflict, Invalid, NotAllowed, NotFound, Problem, TooMany
from commonweal.services.definitions import api as definitions
from commonweal.services.definitions.api import Checked, VersionCard
from commonweal.web.chrome import show_at
from commonweal.web.refusals import refusal, refusal_with_fields, refused_fields


def state_words() -> dict[str, tuple[str, str]]:
    """What the states of a version are called, and the colour of their sign."""
    return {
        "draft": (_("Draft"), "info"),
        "in_review": (_("In review"), "warn"),
        "approved": (_("Approved"), "info"),
        "scheduled": (_("Scheduled"), "info"),
        "published": (_("Live"), "good"),
        "retired": (_("Was live"), ""),
    }


def names_of(versions: Sequence[VersionCard]) -> dict[str, str]:
    """Names of authors and reviewers by actor, in one query."""
    actors = {actor for card in versions for actor in (card.author, card.reviewer) if actor.startswith("person:")}
    found = people(actor.removeprefix("person:") for actor in actors) if actors else {}
    return {"system": _("The platform"), **{f"person:{key}": card.name for key, card in found.items()}}


@require_safe
@staff
def service(request: HttpRequest, desk: Desk, organisation: str, service: str) -> HttpResponse:
    """The service with the versions that the reader may see."""
    key = f"{organisation}/{service}"
    seen = definitions.service_seen(key, acting=desk.acting)
    versions = seen.versions
    context = {
        "desk": desk,
        "card": seen.card,
        "path": (organisation, service),
        "state": state_of(seen.card),
        "versions": versions,
        "states": state_words(),
        "names": names_of(versions),
        "prepares": seen.prepares,
        "may_write": desk.has("editor", "manager"),
        "draft": next((each for each in versions if each.status == "draft"), None),
        "comparable": [each for each in versions if each.hash and each.status != "draft"],
    }
    return render(request, "desk/service.html", context, using="jinja2")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def draft(request: HttpRequest, desk: Desk, organisation: str, service: str) -> HttpResponse:
    """The editor: the text of the draft, everything that checking finds, and saving it."""
    key = f"{organisation}/{service}"
    card = definitions.service_card(key, acting=desk.acting)
    problem: Problem | None = None
    start = definitions.text_to_change(key, acting=desk.acting)
    source, based_on = (start.source, start.source_hash) if start else ("", None)
    note = start.card.note if start and start.card.status == "draft" else ""
    checked = None
    if request.method == "POST":
        source = request.POST.get("source", "").replace("\r\n", "\n")
        note = request.POST.get("note", "")[:1000]
        try:
            saved = definitions.save_draft(
                service=key, source=source, acting=desk.acting, note=note, based_on=request.POST.get("based_on")
            )
        except (Invalid, Conflict, NotAllowed, TooMany) as refused:
            problem = refused
        else:
            based_on = saved.source_hash
            if request.POST.get("then") == "go-on" and saved.checked.good:
                messages.success(request, _("The draft is saved. Nothing is wrong with it."))
                return HttpResponseRedirect(reverse("desk:version", args=[organisation, service, saved.version.number]))
            checked = saved.checked
    if checked is None and problem is None:
        checked = _checked(source, key, desk)
    context = {
        "card": card,
        "path": (organisation, service),
        "source": source,
        "note": note,
        "based_on": based_on,
        "changes_wanted": start.card.changes_wanted if start and start.card.status == "draft" else "",
        "other": start if isinstance(problem, Conflict) else None,
        "other_author": names_of([start.card]).get(start.card.author, _("A program")) if start else "",
        "checked": checked,
        "waits": checked is None and problem is None,
        "refusal": refusal_with_fields(problem) if problem else "",
        "saved": request.method == "POST" and problem is None,
        "lines": max(source.count("\n") + 3, 24),
    }
    return _refused(render(request, "desk/draft.html", context, using="jinja2"), problem)


def _checked(source: str, service: str, desk: Desk) -> Checked | None:
    """What checking a text finds; None where the organisation had too many texts checked just now. To read a page is
    not to be refused for that."""
    try:
        return definitions.check_text(source, service=service, acting=desk.acting)
    except TooMany:
        return None


def _refused(page: HttpResponse, problem: Problem | None) -> HttpResponse:
    """The page with the status of what was refused, if anything was, and when to try again."""
    if problem:
        page.status_code = problem.status
    if isinstance(problem, TooMany):
        page["Retry-After"] = str(problem.retry_after)
    return page


@require_safe
@staff
def changes(request: HttpRequest, desk: Desk, organisation: str, service: str) -> HttpResponse:
    """What changed between two versions, in sentences."""
    key = f"{organisation}/{service}"
    seen = definitions.service_seen(key, acting=desk.acting)
    card = seen.card
    by_number = {str(each.number): each for each in seen.versions if each.hash and each.status != "draft"}
    old, new = by_number.get(request.GET.get("old", "")), by_number.get(request.GET.get("new", ""))
    if old is None or new is None:
        raise NotFound(_("Choose two versions of this service."))
    said = definitions.difference(key, old.number, new.number, acting=desk.acting, language=request.LANGUAGE_CODE)
    context = {"card": card, "path": (organisation, service), "old": old, "new": new, "said": said}
    return render(request, "desk/changes.html", context, using="jinja2")


@require_safe
@staff
def version(request: HttpRequest, desk: Desk, organisation: str, service: str, number: int) -> HttpResponse:
    """A version: its text, what it changes, and what may be done about it."""
    return _version_page(request, desk, (organisation, service), number)


def _linked(problem: Problem, act: str) -> list[dict[str, str]]:
    """What is wrong with the inputs of a step, each leading to its input; empty where no input is to blame."""
    inputs = {"reason": f"{act}-reason", "at": "at", "hour": "hour"}
    wrong = refused_fields(problem)
    return [{"href": f"#{inputs[name]}", "text": words} for name, words in wrong.items() if name in inputs]


def _version_page(
    request: HttpRequest,
    desk: Desk,
    path: tuple[str, str],
    number: int,
    problem: Problem | None = None,
    act: str = "",
) -> HttpResponse:
    key = "/".join(path)
    seen = definitions.service_seen(key, acting=desk.acting)
    found = definitions.version_text(key, number, acting=desk.acting)
    card, live = seen.card, seen.card.live
    told: list[str] = []
    if live and found.card.hash and found.card.hash != live.hash and found.card.status not in {"draft", "retired"}:
        told = definitions.difference(key, live.number, number, acting=desk.acting, language=request.LANGUAGE_CODE)
    is_draft = found.card.status == "draft"
    checked = _checked(found.source, key, desk) if is_draft else None
    names = names_of([found.card])
    context = {
        "card": card,
        "found": found.card,
        "path": path,
        "state": state_words()[found.card.status],
        "author": names.get(found.card.author, _("A program")),
        "reviewer": names.get(found.card.reviewer, _("A program")) if found.card.reviewer else "",
        "own": bool(desk.acting.accountable & set(found.card.contributors)),
        "source": found.source,
        "told": told,
        "checked": checked,
        "waits": is_draft and checked is None,
        "prepares": seen.prepares,
        "refusal": refusal(problem) if problem else "",
        "wrong": refused_fields(problem) if problem else {},
        "linked": _linked(problem, act) if problem else [],
        "act": act,
        "typed": request.POST,
        "may_write": desk.has("editor", "manager"),
        "may_review": desk.has("reviewer", "manager"),
    }
    return _refused(render(request, "desk/version.html", context, using="jinja2"), problem)


@require_safe
@staff
def preview(request: HttpRequest, desk: Desk, organisation: str, service: str, number: int) -> HttpResponse:
    """The pages of the form as residents would see them, before anybody does. Nothing can be sent from here."""
    compiled = definitions.preview(service=f"{organisation}/{service}", number=number, acting=desk.acting)
    form = compiled.content("form") or []
    form_context = forms.FormContext(language=request.LANGUAGE_CODE, on=clock.today())
    pages = [forms.page_view(form, page.page, {}, form_context) for page in form]
    context = {"service": compiled, "path": (organisation, service), "number": number, "pages": pages}
    return render(request, "desk/preview.html", context, using="jinja2")


@require_POST
@staff
def do(request: HttpRequest, desk: Desk, organisation: str, service: str, number: int, act: str) -> HttpResponse:
    """Hand in, send back, approve, publish, take up again, withdraw or discard."""
    key = f"{organisation}/{service}"
    if act not in ACTS:
        raise NotFound(_("There is no such step."))
    try:
        said = ACTS[act](key, number, request.POST, desk.acting)
    except (Invalid, Conflict, NotAllowed, TooMany) as problem:
        show_at(request, reverse("desk:version", args=[organisation, service, number]))
        return _version_page(request, desk, (organisation, service), number, problem, act)
    messages.success(request, said)
    if act in {"discard", "withdraw"}:
        return HttpResponseRedirect(reverse("desk:service", args=[organisation, service]))
    return HttpResponseRedirect(reverse("desk:version", args=[organisation, service, number]))
