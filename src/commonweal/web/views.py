"""Pages of the look itself: changing the language, and the style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.web import theming
from commonweal.web.chrome import Brand, brand_page

# The name of the switch's button in a form that is sent by POST; its value is where the form itself is sent to.
SENT_TO = "_sent_to"
LONGEST_QUERY = 2_000


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps the language in a cookie and goes back to `next`, if that is an address of this site; 404 for others.

    A form that is sent by GET brings its fields along, which go into the query of `next`. What comes by POST is kept by
    `site.giving_back`."""
    if code not in dict(settings.LANGUAGES):
        raise Http404(f"this place has no pages in {code!r}")
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    target = _with_fields(target, request.GET)
    return keep_language(HttpResponseRedirect(target), code)


def keep_language(response: HttpResponse, code: str) -> HttpResponse:
    """The response with the cookie for the chosen language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=60 * 60 * 24 * 365,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _with_fields(target: str, typed: QueryDict) -> str:
    """The address with what was typed into a form that is sent by GET, in place of what was there of its fields."""
    if set(typed) <= {"next"}:
        return target
    path, _mark, query = target.partition("?")
    fields = QueryDict(query, mutable=True)
    for name, values in typed.lists():
        if name != "next":
            fields.setlist(name, [value for value in values if value])
    together = fields.urlencode()
    if len(together) > LONGEST_QUERY:
        return target
    return f"{path}?{together}" if together else path


@require_safe
def style_guide_theme(request: HttpRequest) -> HttpResponse:
    """The colours of the style guide's invented organisation."""
    from commonweal.web import styleguide

    return theming.response(request, styleguide.THEME)


@require_safe
def style_guide(request: HttpRequest, page: str = "") -> HttpResponse:
    """All components in all their states; only where invented people live (demo) or with DEBUG."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404("the style guide is shown in the demo only")
    from commonweal.web import styleguide

    if page not in styleguide.PAGES:
        raise Http404(f"the style guide has no page {page!r}")
    template = styleguide.PAGES[page]
    if page == "service":
        brand_page(request, Brand("Harbour Homes", "#harbour-homes", reverse("web:styleguide-theme")))
    return render(request, template, styleguide.context(page), using="jinja2")
