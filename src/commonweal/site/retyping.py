"""What was typed into a form that could not be taken, because the session had ended: kept sealed for an hour, and given
back on the same page to the same person. Nothing is sent by it: they look at it and send it themselves."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from commonweal.ground.identity.api import guest_of
from commonweal.kernel import clock, sensitive
from commonweal.kernel.callers import network_of
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import TooMany
from commonweal.kernel.typist import NAME, digest_of, mark_for, typist_of

KEY = "typed_again"
SEALED_WITH = "typed again"
KEPT_FOR = 3600  # seconds
MOST = 100_000  # bytes of what a browser sent


def actor_of(request: HttpRequest) -> str:
    """Who looks at a page: "person:<uuid>", "guest:<id>", or '' for a stranger."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"person:{user.pk}"
    # A page that is drawn before sessions begin, such as an early refusal, is a stranger's.
    return (guest_of(request) or "") if hasattr(request, "session") else ""


def _form_start(request: HttpRequest) -> SafeString:
    from django.template.backends.utils import csrf_input

    actor = actor_of(request)
    mark = format_html('<input type="hidden" name="{}" value="{}">', NAME, mark_for(actor)) if actor else ""
    return mark_safe(f"{csrf_input(request)}{mark}")  # noqa: S308 - both are made by `format_html`


def marked_forms(request: HttpRequest) -> dict[str, Any]:
    """Context processor: every form that is sent by POST says whom it was drawn for."""
    return {"csrf_input": lazy(_form_start, SafeString, str)(request)}


def page_of(request: HttpRequest) -> str:
    """The page of this site on which the form stood, '' where the browser does not say or it was another site's."""
    origin, referer = request.headers.get("Origin", ""), urlsplit(request.headers.get("Referer", ""))
    own = (request.scheme, request.get_host())
    said = urlsplit(origin)
    if (origin and (said.scheme, said.netloc) != own) or (referer.scheme, referer.netloc) != own:
        return ""
    return referer.path + (f"?{referer.query}" if referer.query else "")


def keep(request: HttpRequest) -> str:
    """Keep what was posted, for whom the form was drawn; the page to come back to, '' where nothing could be kept.

    Only what came from a page of this site that was drawn for somebody, who is not somebody else than who is here."""
    typist, page = typist_of(request.POST.get(NAME, "")), page_of(request)
    here = getattr(request, "user", None)
    somebody_else = here is not None and here.is_authenticated and typist != digest_of(f"person:{here.pk}")
    posted = request.POST.copy()
    for name in ("csrfmiddlewaretoken", NAME):
        posted.pop(name, None)
    sent = posted.urlencode()
    if not typist or not page or somebody_else or len(sent) > MOST:
        return ""
    try:
        limit("retyping", network_of(request), times=60, seconds=3600)
    except TooMany:
        return ""
    request.session[KEY] = {
        "page": page,
        "action": request.path,
        "typist": typist,
        "sealed": sensitive.seal(SEALED_WITH, sent),
        "until": clock.now().timestamp() + KEPT_FOR,
    }
    return page


def remember(response: HttpResponse) -> HttpResponse:
    """Say to the browser that something is kept, so that no other page needs to look for it."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(KEY, "1", max_age=KEPT_FOR, secure=secure, httponly=True, samesite="Lax")
    return response


def kept_for(request: HttpRequest) -> tuple[str, QueryDict] | None:
    """What was kept for who looks at this page now, given once: the address to which it was sent, and the fields."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    if kept["until"] < clock.now().timestamp():
        del request.session[KEY]
        return None
    if kept["page"] != request.get_full_path() or kept["typist"] != digest_of(actor_of(request)):
        return None
    del request.session[KEY]
    return str(kept["action"]), QueryDict(sensitive.unseal(SEALED_WITH, kept["sealed"]), mutable=False)
