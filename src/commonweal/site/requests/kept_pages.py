"""Answers a form that a browser sent with a redirect to the page with the errors, instead of with the page itself."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from commonweal.ground.identity.signing_in import kept_pages
from commonweal.kernel.middleware import Middleware
from commonweal.site.requests.programs import is_for_api
from commonweal.web.chrome import page_address
from commonweal.web.field_buttons import place_of
from commonweal.web.page_names import AGAIN, with_name
from commonweal.web.shown_once import is_shown_once

# A page with a form again, or with what was done; a step that is no longer open; a draft whose session has ended.
PAGES = frozenset({200, 409, 410, 422})
# Pages of the account library that show keys of second factors.
SECOND_FACTORS = "mfa_"


class KeptPagesMiddleware(Middleware):
    """Keeps a page that answers a form, and leads the browser to it (Post/Redirect/Get). Programs get the answer
    directly: they have no back button."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and AGAIN in request.GET:
            kept = kept_pages.kept_page(request)
            if kept is not None:
                answer = HttpResponse(kept.html, status=kept.status)
                answer["Cache-Control"] = "private, no-store"
                return answer
        response = self.get_response(request)
        if request.method == "POST" and not is_for_api(request):
            response = _led_to_page(request, response)
            kept_pages.remember_browser(request, response)
        return response


def _led_to_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer itself, or the way to it."""
    if 300 <= response.status_code < 400:
        kept_pages.forget_page(request)
    name = kept_pages.keep_page(request, response) if _may_be_kept(request, response) else ""
    if not name:
        return response
    # This status makes the browser ask for the page by GET, for every method.
    led = HttpResponseRedirect(with_name(page_address(request), name) + _place(request, response), status=303)
    led.cookies = response.cookies
    return led


def _place(request: HttpRequest, response: HttpResponse) -> str:
    """The fragment of the address for somebody who pressed a button inside a field: they go on there, not at the top.
    A page with errors begins with their list."""
    if response.status_code != 200:
        return ""
    place = place_of(request.POST, response.content.decode(), request.POST.getlist("_asked"))
    return f"#{quote(place)}" if place else ""


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    in_window = request.headers.get("Sec-Fetch-Mode") == "navigate"  # browsers send it, programs and scripts do not
    page = not response.streaming and response.get("Content-Type", "").startswith("text/html")
    match = request.resolver_match
    secret = is_shown_once(request) or (match is not None and match.view_name.startswith(SECOND_FACTORS))
    return in_window and page and response.status_code in PAGES and not secret
