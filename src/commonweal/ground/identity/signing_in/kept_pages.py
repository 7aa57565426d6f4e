"""Keeps the page that answered a form, sealed and for an hour, so that the browser can fetch it again by GET: going
back to it, or loading it again, then sends no form a second time."""

import base64
import hashlib
import secrets
import zlib
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from commonweal.ground.identity.signing_in.kept_forms import actor_of
from commonweal.kernel import clock, sensitive
from commonweal.kernel.client_address import network_of
from commonweal.kernel.form_marks import digest_of
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import TooMany
from commonweal.kernel.request_values import RequestValue
from commonweal.web.page_names import AGAIN, name_in

COOKIE = "kept_pages"
# By what the browser finds its pages, where one has just been kept: the cookie is set on the way out.
BROWSER = RequestValue[str]("kept_pages_cookie")
SEALED_WITH = "kept page"
KEPT_FOR = 3600  # seconds
LONGEST = 400_000  # characters; longer pages are answered directly


@dataclass(frozen=True)
class KeptPage:
    """A page as it was answered."""

    status: int
    html: str


def keep_page(request: HttpRequest, response: HttpResponse) -> str:
    """Keep a page for who is here, in this browser and language; its name, '' where it is too long, or too many were
    kept for this person or network."""
    html = response.content.decode()
    actor = actor_of(request)
    if len(html) > LONGEST:
        return ""
    try:
        limit("kept-page", actor or network_of(request), times=240, seconds=3600)
    except TooMany:
        return ""
    name, browser = secrets.token_urlsafe(9), request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32)
    packed = base64.b64encode(zlib.compress(html.encode())).decode()
    kept = {
        "owner": digest_of(actor),
        "language": get_language(),
        "until": clock.now().timestamp() + KEPT_FOR,
        "sealed": sensitive.seal(SEALED_WITH, [response.status_code, packed]),
    }
    if not cache.add(_key(browser, name), kept, timeout=KEPT_FOR):
        return ""
    BROWSER.set(request, browser)
    return name


def kept_page(request: HttpRequest) -> KeptPage | None:
    """The page that this address names, for the same person in the same browser and language."""
    name, browser = request.GET.get(AGAIN, ""), request.COOKIES.get(COOKIE, "")
    found = cache.get(_key(browser, name)) if name and browser else None
    if found is None or found["until"] <= clock.now().timestamp():
        return None
    if (found["owner"], found["language"]) != (digest_of(actor_of(request)), get_language()):
        return None
    status, packed = sensitive.unseal(SEALED_WITH, found["sealed"])
    return KeptPage(status, zlib.decompress(base64.b64decode(packed)).decode())


def forget_page(request: HttpRequest) -> None:
    """Forget the page from which a form was sent, once the form was taken: going back shows what is kept now."""
    name = request.GET.get(AGAIN, "") or name_in(request.headers.get("Referer", ""))
    browser = request.COOKIES.get(COOKIE, "")
    if name and browser:
        cache.delete(_key(browser, name))


def remember_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Give the browser the key under which its pages are kept."""
    browser = BROWSER.get(request, "")
    if browser:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, browser, max_age=KEPT_FOR, secure=secure, httponly=True, samesite="Lax")


def _key(browser: str, name: str) -> str:
    # The cache holds no token that somebody who reads it could use.
    return "kept-page:" + hashlib.sha256(f"{browser}:{name}".encode()).hexdigest()
