"""What a person sees when something is refused or broken: plain words, what to do, and the right status."""

import sys
from dataclasses import replace

import structlog
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commonweal.kernel.problems import Problem, filled, in_words
from commonweal.site.requests.kept_forms import keep_for_typist
from commonweal.site.requests.programs import is_for_api
from commonweal.web.addresses import address
from commonweal.web.chrome import Chrome, chrome_of, language_links, plain

log = structlog.get_logger(__name__)

# Statuses whose error page has the full header and footer. They take queries, so the pages of other statuses go without
# them: the database may be what failed, or the caller may have made too many requests already.
WITH_ALL_LINKS = frozenset({403, 404, 405, 409, 422})


def page(
    request: HttpRequest | None, status: int, title: str, detail: str, remedy: str = "", *, back: str = ""
) -> HttpResponse:
    """The error page, which for a program is a problem; falls back to plain text if even that cannot be drawn."""
    if request is not None and is_for_api(request):
        return for_program(status, title, detail, remedy)
    context: dict[str, object] = {"status": status, "title": title, "detail": detail, "remedy": remedy, "back": back}
    try:
        context |= {"chrome": _around(request, status), "search": address("portal:search") if status == 404 else ""}
        return HttpResponse(render_to_string("web/page_error.html", context, request, using="jinja2"), status=status)
    except Exception:
        return HttpResponse(
            f"{title}\n\n{detail}\n\n{remedy}\n", status=status, content_type="text/plain; charset=utf-8"
        )


def _around(request: HttpRequest | None, status: int) -> Chrome:
    """The header and footer: as on other pages where the database answers, otherwise a version that needs no query."""
    if request is None:
        return plain()
    if status in WITH_ALL_LINKS and hasattr(request, "user"):
        try:
            return replace(chrome_of(request), organisation=None)  # this page has no provider
        except Exception:
            log.warning("chrome_failed", path=request.path, exc_info=True)
    return replace(plain(), languages=language_links(request))


def worded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer itself; a refusal without words of its own, as of a view that takes forms only, with the words of
    its status."""
    bare = isinstance(response, HttpResponseNotAllowed) or (not response.streaming and not response.content)
    if response.status_code < 400 or request.method == "HEAD" or not bare:
        return response
    with translation.override(translation.get_language_from_request(request)):
        said = page(request, response.status_code, "", "")
    if "Allow" in response:
        said["Allow"] = response["Allow"]
    return said


def for_program(status: int, title: str, detail: str, remedy: str) -> HttpResponse:
    """The error page of a status, for a program."""
    problem = Problem(detail, remedy=remedy)
    known = next((kind for kind in Problem.__subclasses__() if kind.status == status), Problem)
    problem.status, problem.code, problem.title = status, known.code, title
    return as_problem(problem)


def as_problem(problem: Problem) -> HttpResponse:
    """A refusal as application/problem+json (RFC 9457)."""
    response = JsonResponse(problem.as_json(), status=problem.status, content_type="application/problem+json")
    if hasattr(problem, "retry_after"):
        response["Retry-After"] = str(problem.retry_after)
    return response


def for_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The page for a refusal raised by a verb."""
    response = page(request, problem.status, _(problem.title), in_words(problem.detail), in_words(problem.remedy))
    if hasattr(problem, "retry_after"):
        response["Retry-After"] = str(problem.retry_after)
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    del exception
    return page(
        request,
        400,
        _("We could not understand this"),
        _("Something in the address or the form was not as expected."),
        _("Go back and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    del exception
    return page(
        request,
        403,
        _("You cannot see this"),
        _("This page is not for your account."),
        _("Sign in with another account, or ask the organisation."),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    del reason
    title = _("Please send this again")
    detail = _(
        "We could not make sure that this came from your own browser. This happens when a page was open for long."
    )
    kept = keep_for_typist(request)
    if kept:
        remedy = _("Go back to the page: what you typed is there again. Look at it and send it once more.")
        return page(request, 403, title, detail, remedy, back=kept)
    remedy = _("Go back, load the page again and send it once more. Allow cookies for this site.")
    return page(request, 403, title, detail, remedy)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    del exception
    return page(
        request,
        404,
        _("Page not found"),
        _("There is nothing at this address. It may have moved, or the address may have a typing mistake."),
        _("Use the search, or start from the home page."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    # A fault in a middleware never reaches `process_exception`; a lost database shows itself only here.
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable(request)
    return page(
        request,
        500,
        _("Something went wrong on our side"),
        _("It is not your fault. We have made a note of it. What you sent before is saved."),
        _("Try again in a few minutes."),
    )


class Unavailable(Problem):
    """The database is out of reach; asking again later is all that helps. `retry_after` is in seconds."""

    status, code, title = 503, "unavailable", gettext_noop("The service is out of reach for a moment")
    retry_after = 60


def unavailable(request: HttpRequest) -> HttpResponse:
    """The page, or the answer to a program, while the database is away."""
    response = as_problem(_unavailable()) if is_for_api(request) else _unavailable_page()
    response["Retry-After"] = str(Unavailable.retry_after)
    # What is true for this moment must not be shown from a cache later.
    response["Cache-Control"] = "no-store"
    return response


def _unavailable() -> Unavailable:
    return Unavailable(
        "The database cannot be reached just now; nothing of this request was kept.",
        remedy=filled("Send the same request again in %(seconds)s seconds.", seconds=Unavailable.retry_after),
    )


def _unavailable_page() -> HttpResponse:
    # Drawn without the request, whose session and account would be looked for in the database again.
    return page(
        None,
        503,
        _("The service is out of reach for a moment"),
        _("We cannot reach our records just now. What you have typed is still in your browser."),
        _("Wait a minute, then load this page again. If your browser asks whether to send the form again, say yes."),
    )
