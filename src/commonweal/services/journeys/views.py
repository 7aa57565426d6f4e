"""The pages of a journey: begin, one group of questions a page, check, send, saved for later."""

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from commonweal.ground.identity.api import acting_as_guest
from commonweal.ground.organisations.api import organisations
from commonweal.kernel import form_marks
from commonweal.kernel.acting import Acting
from commonweal.kernel.client_address import network_of
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import Conflict, Invalid, NotFound, NotSignedIn
from commonweal.services.casework.api import sent_in_words, sent_messages_of
from commonweal.services.journeys import api
from commonweal.services.journeys.brand import brand
from commonweal.services.journeys.closing import still_open
from commonweal.services.journeys.drafts import Open, find, open_draft, opened
from commonweal.services.journeys.flow import CHECK
from commonweal.services.journeys.stops import address_of, show
from commonweal.services.journeys.typed_words import words_typed
from commonweal.web.form_filling import TYPED_AGAIN
from commonweal.web.refusals import refused_fields
from commonweal.web.views import keep_language

# The field that names the page on which the other fields were typed.
PART = "_part"


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, organisation: str, service: str) -> HttpResponse:
    """Start a service; strangers become guests where the service has guests. The address alone leads to the page of
    the service, which has the button."""
    if request.method == "GET":
        return redirect("portal:service", organisation=organisation, service=service)
    acting = acting_as_guest(request)
    if acting.person is None:
        # A school or a library shares one address.
        limit("begin", network_of(request), times=300, seconds=600)
        limit("begin-daily", network_of(request), times=3000, seconds=86_400)
    row = api.begin_journey(service=f"{organisation}/{service}", acting=acting, language=request.LANGUAGE_CODE)
    if PART in request.POST:
        # Typed in a draft whose session had ended; the service may have lost that page since.
        with suppress(NotFound):
            api.put_in_typed(journey=str(row.pk), part=request.POST[PART], posted=request.POST, acting=acting)
        messages.info(request, _("This is a new draft. What you typed on the last page is in it, on its page."))
    return redirect("journeys:resume-here", journey_id=row.pk)


@never_cache
@require_GET
def resume_here(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """Go to the first step that is not done, on the live version of the service."""
    journey = api.bring_up_to_date(journey=str(journey_id), acting=acting_as_guest(request))
    return redirect(address_of(journey, journey.flow.next))


@never_cache
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, journey_id: UUID, section: str, part: str) -> HttpResponse:
    """One stop of the journey."""
    acting = acting_as_guest(request)
    # A stop of only one page has "page" for its part; of a form, that may be the name of one of its pages.
    name = section if part == "page" and section != "form" else f"{section}/{part}"
    if request.method == "POST":
        return _posted(request, str(journey_id), section, part, acting)
    row = find(str(journey_id), acting)
    if _has_chosen_language(request) and row.language != request.LANGUAGE_CODE:
        row = api.change_language(journey=str(journey_id), language=request.LANGUAGE_CODE, acting=acting)
    if row.state == "submitted":
        return redirect("journeys:done", journey_id=row.pk)
    journey = still_open(opened(row))
    if not journey.flow.reachable(name):
        return redirect(address_of(journey, journey.flow.next))
    given_back = TYPED_AGAIN.get(request, None)
    if given_back is not None and section == "form":
        answered = api.answer_page(journey=str(row.pk), part=part, posted=given_back, acting=acting, later=True)
        journey = answered.journey
    return show(request, journey, name)


def _posted(request: HttpRequest, journey: str, section: str, part: str, acting: Acting) -> HttpResponse:
    """What was posted on a stop: sent off, kept, or too late for one reason or another."""
    language = _new_language(request)
    if language:
        translation.activate(language)
        request.LANGUAGE_CODE = language
        return keep_language(_answer(request, journey, section, part, acting), language)
    return _answer(request, journey, section, part, acting)


def _has_chosen_language(request: HttpRequest) -> bool:
    """Whether somebody chose the language of the page. A browser's preference is not a choice: an application that was
    begun in Welsh stays so on another phone."""
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == request.LANGUAGE_CODE


def _new_language(request: HttpRequest) -> str:
    """The language that was chosen in the middle of a page, '' where the page was sent for something else."""
    chosen = request.POST.get("_then", "").partition("language-")[2]
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def _answer(request: HttpRequest, journey: str, section: str, part: str, acting: Acting) -> HttpResponse:
    """What follows a posted stop."""
    try:
        if _has_chosen_language(request):
            # The page may have been drawn before the language was changed in another window.
            api.change_language(journey=journey, language=request.LANGUAGE_CODE, acting=acting)
        if (section, part) == ("form", "check"):
            return _send(journey, acting)
        return _take(request, journey, section, part, acting)
    except NotFound:
        return _came_too_late(request, journey, section, part)
    except Conflict:
        if find(journey, acting).state == "submitted":
            return redirect("journeys:done", journey_id=journey)
        raise


def _came_too_late(request: HttpRequest, journey: str, section: str, part: str) -> HttpResponse:
    """A page of a journey that was drawn for its owner, sent after their session had ended."""
    mark, owner = request.POST.get(form_marks.NAME, ""), api.owner_of(journey)
    if not owner or not form_marks.drawn_for(mark, owner):
        raise NotFound("There is no such application of yours.", remedy="Sign in with the account you used.")
    if owner.startswith("person:") and not request.user.is_authenticated:
        raise NotSignedIn("Your session has ended.", remedy="Sign in again.")
    fields = [
        (name, words)
        for name in request.POST
        if not name.startswith("_") and name != "csrfmiddlewaretoken"
        for words in request.POST.getlist(name)
        if words.strip()
    ]
    service = api.service_of(journey)
    context = {
        "fields": fields,
        "typed": words_typed(fields, service),
        "field": PART,
        "part": part if section == "form" else "",
        "service": service.split("/"),
    }
    return render(request, "journeys/ended.html", context, status=410)


def _take(request: HttpRequest, journey: str, section: str, part: str, acting: Acting) -> HttpResponse:
    """Keep what was posted and go on, or show the page again with what was typed."""
    if section != "form":
        return _take_own(request, journey, section, part, acting)
    language = _new_language(request)
    later = bool(language) or request.POST.get("_then") == "save"
    try:
        answered = api.answer_page(
            journey=journey,
            part=part,
            posted=request.POST,
            acting=acting,
            files=request.FILES,
            later=later,
            network=network_of(request),
        )
    except Conflict:
        draft = still_open(open_draft(journey, acting))
        return redirect(address_of(draft, draft.flow.next))
    draft, cleaned, name = answered.journey, answered.cleaned, f"form/{part}"
    if language and not cleaned.errors:
        return redirect(request.get_full_path())
    if later and not cleaned.errors:
        return redirect("journeys:save", journey_id=draft.row.pk)
    if not cleaned.good:
        status = 422 if cleaned.errors else 200
        return show(request, draft, name, errors=cleaned.errors, typed=cleaned.typed, status=status)
    return _go_on(request, draft, name)


def _take_own(request: HttpRequest, journey: str, section: str, part: str, acting: Acting) -> HttpResponse:
    """What was posted on a stop that its block draws."""
    own = "" if part == "page" else part
    after, errors = api.keep_part(journey=journey, section=section, part=own, posted=request.POST, acting=acting)
    if errors:
        return show(request, after, f"{section}/{own}".rstrip("/"), errors=errors, status=422)
    return redirect(address_of(after, after.flow.next))


def _go_on(request: HttpRequest, journey: Open, name: str) -> HttpResponse:
    """Back to the check page where somebody came from there, else to the next step."""
    found = journey.flow
    if request.GET.get("from") == "check" and found.reachable(CHECK):
        return redirect(address_of(journey, None))
    # Not the first that is left to do: somebody who goes through the pages again sees each of them.
    return redirect(address_of(journey, found.after(name) or found.next))


def _send(journey: str, acting: Acting) -> HttpResponse:
    """Confirm the answers and send the journey off, or go on with what is still to do."""
    try:
        api.submit_journey(journey=journey, acting=acting, confirm=True)
    except (Conflict, Invalid):
        draft = still_open(open_draft(journey, acting))
        if draft.flow.next is None or draft.flow.next.name == CHECK:
            raise
        return redirect(address_of(draft, draft.flow.next))
    return redirect("journeys:done", journey_id=journey)


@never_cache
@require_GET
def done(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """The number and what happens next."""
    acting = acting_as_guest(request)
    row = find(str(journey_id), acting)
    if row.state != "submitted":
        return redirect("journeys:resume-here", journey_id=row.pk)
    journey = opened(row)
    brand(request, str(row.organisation_id))
    sender = organisations([str(row.organisation_id)])[str(row.organisation_id)]
    contact = journey.data.contact
    context = {
        "heading": _("We have your application"),
        "reference": row.reference,
        "service": journey.service,
        "journey": row,
        "sender": sender,
        "told": sent_in_words(sent_messages_of(row.case, row.owner) if row.case else []),
        "reachable": acting.person is not None or bool(contact.get("email") or contact.get("phone")),
        "signed_in": acting.person is not None,
    }
    return render(request, "journeys/done.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def save(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """Come back later: by the dashboard for those with an account, by a link for everybody."""
    acting = acting_as_guest(request)
    journey = open_draft(str(journey_id), acting)
    brand(request, str(journey.row.organisation_id))
    email = request.POST.get("email", journey.known.get("person", {}).get("email", ""))
    context: dict[str, object] = {
        "journey": journey.row,
        "service": journey.service,
        "back": address_of(journey, journey.flow.next),
        "signed_in": acting.person is not None,
        "email": email,
        "errors": [],
    }
    if request.method == "POST":
        try:
            api.send_resume_link(journey=str(journey_id), email=email.strip(), acting=acting)
        except Invalid as problem:
            context["errors"] = list(refused_fields(problem).values())
            return render(request, "journeys/save.html", context, status=422)
        return render(request, "journeys/saved.html", context)
    return render(request, "journeys/save.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Open a link from an email; continuing is a button, so that a mail scanner's visit does not use up the link."""
    limit("resume", network_of(request), times=120, seconds=600)
    if request.method == "POST":
        row = api.adopt_by_link(token=token, acting=acting_as_guest(request))
        return redirect("journeys:resume-here", journey_id=row.pk)
    row = api.open_resume_link(token)
    journey = opened(row)
    brand(request, str(row.organisation_id))
    return render(request, "journeys/resume.html", {"journey": row, "service": journey.service, "token": token})


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """Delete one's own draft, after asking."""
    acting = acting_as_guest(request)
    if request.method == "POST":
        api.discard_journey(journey=str(journey_id), acting=acting)
        return render(request, "journeys/discarded.html", {"signed_in": acting.person is not None})
    journey = open_draft(str(journey_id), acting)
    brand(request, str(journey.row.organisation_id))
    context = {"service": journey.service, "journey": journey.row, "back": address_of(journey, journey.flow.next)}
    return render(request, "journeys/discard.html", context)
