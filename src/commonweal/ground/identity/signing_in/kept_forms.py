"""Keeps the fields of a form that could not be taken just now, sealed and for an hour, and gives them back on its page
to the same person in the same browser. Nothing is sent by it."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import TypedDict
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commonweal.ground.identity.guests import guest_of
from commonweal.kernel import clock, sensitive
from commonweal.kernel.client_address import network_of
from commonweal.kernel.form_marks import NAME, digest_of, mark_for, typist_of
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import TooMany
from commonweal.kernel.request_values import RequestValue
from commonweal.web.form_filling import FilledForm, Values
from commonweal.web.page_names import without_name

COOKIE = "__Host-kept-form" if settings.SESSION_COOKIE_SECURE else "kept_form"
# What the cookie is set to when the request has been answered; '' deletes it.
TOKEN = RequestValue[str]("kept_form_token")
SEALED_WITH = "kept form"
KEPT_FOR = 3600  # seconds
# Characters of what a stranger's browser sent; of somebody signed in, as many as a request may carry.
MOST_OF_STRANGER = 100_000
MARKS = {NAME, "csrfmiddlewaretoken"}
PASSWORD = re.compile(r"(old|new)?_?password\d?", re.ASCII)
# On the pages about signing in: codes, and what a passkey answers. Elsewhere a code may be any answer.
CODES, ABOUT_SIGNING_IN = {"code", "credential"}, "/account/"


class _Kept(TypedDict):
    """A form as the cache keeps it; what was typed is sealed."""

    owner: str
    until: float
    page: str
    action: str
    silent: bool
    sealed: str


@dataclass(frozen=True)
class KeptForm:
    """What waits for a page.

    forms    the form that was sent, and others of the page that somebody had begun to fill in
    files    names of the files that were chosen in the first, by field; the files themselves are not kept
    silent   whether to show no notice, because the person only changed the language
    """

    page: str
    forms: tuple[FilledForm, ...]
    files: Values = field(default_factory=dict)
    silent: bool = False

    @property
    def action(self) -> str:
        """The address that the form is sent to."""
        return self.forms[0].action

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The fields of the form that was sent."""
        return [(name, value) for name, values in self.forms[0].values.items() for value in values]


def actor_of(request: HttpRequest) -> str:
    """Who looks at a page: "person:<uuid>", "guest:<id>", or '' for a stranger."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"person:{user.pk}"
    # A page that is drawn before sessions begin, such as an early refusal, is a stranger's.
    return (guest_of(request) or "") if hasattr(request, "session") else ""


def mark_of(request: HttpRequest) -> SafeString:
    """The hidden field with the person that a form was rendered for; strangers' forms have none."""
    actor = actor_of(request)
    mark = format_html('<input type="hidden" name="{}" value="{}">', NAME, mark_for(actor)) if actor else ""
    return SafeString(mark)


def typist(request: HttpRequest) -> str:
    """The digest of the person that the posted form was rendered for, or ''."""
    return typist_of(request.POST.get(NAME, ""))


def page_of(request: HttpRequest) -> str:
    """The page of this site with the posted form; '' if the browser does not send it, or for another site."""
    origin, referer = request.headers.get("Origin", ""), urlsplit(request.headers.get("Referer", ""))
    own = (request.scheme, request.get_host())
    said = urlsplit(origin)
    if (origin and (said.scheme, said.netloc) != own) or (referer.scheme, referer.netloc) != own:
        return ""
    return without_name(referer.path + (f"?{referer.query}" if referer.query else ""))


def is_secret(name: str, action: str) -> bool:
    """Whether a field of a form that is sent to `action` holds a password, a code or the like, which is never kept."""
    return bool(PASSWORD.fullmatch(name)) or (name in CODES and action.startswith(ABOUT_SIGNING_IN))


def form_in(posted: QueryDict, action: str) -> FilledForm:
    """What was typed and chosen in a form that is sent to `action`, without secrets, and without the marks that each
    page gives its forms anew."""
    names = [name for name in posted if name not in MARKS and not is_secret(name, action)]
    return FilledForm(action, {name: [str(value) for value in posted.getlist(name)] for name in names})


def posted_form(request: HttpRequest, page: str) -> KeptForm:
    """The form that was posted, as it can be kept."""
    files = {name: [file.name or "" for file in found] for name, found in request.FILES.lists()}
    return KeptForm(page, (form_in(request.POST, request.get_full_path()),), files)


def keep(request: HttpRequest, form: KeptForm, owner: str) -> bool:
    """Keep a form for `owner` (a digest, '' for a stranger) in place of any that this browser had; False where it is
    too long, or too many were kept for this person or network."""
    forget(request)
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    if not known and _length(form) > MOST_OF_STRANGER:
        return False
    try:
        limit("kept-form", actor_of(request) if known else network_of(request), times=60, seconds=3600)
    except TooMany:
        return False
    token = secrets.token_urlsafe(32)
    kept: _Kept = {
        "owner": owner,
        "until": clock.now().timestamp() + KEPT_FOR,
        "page": form.page,
        "action": form.action,
        "silent": form.silent,
        "sealed": sensitive.seal(SEALED_WITH, [[[each.action, each.values] for each in form.forms], form.files]),
    }
    if not cache.add(_key(token), kept, timeout=KEPT_FOR):
        return False
    TOKEN.set(request, token)
    return True


def kept_form(request: HttpRequest, *, page: str = "", action: str = "") -> KeptForm | None:
    """The form that waits for who is here, on this page or for this address."""
    found = _found(request)
    if found is None or (page and found["page"] != page) or (action and found["action"] != action):
        return None
    if found["owner"] != digest_of(actor_of(request)):
        return None
    forms, files = sensitive.unseal(SEALED_WITH, found["sealed"])
    return KeptForm(found["page"], tuple(FilledForm(*each) for each in forms), files, found["silent"])


def forget(request: HttpRequest, *, action: str = "") -> None:
    """Keep nothing for this browser any longer; with `action` only if that is where the form is sent to."""
    found = _found(request)
    if found is not None and action in {"", found["action"]}:
        cache.delete(_key(_token(request)))
        TOKEN.set(request, "")


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Tell the browser which form is kept, or that none is any longer."""
    token = TOKEN.get(request, None)
    if token:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, token, max_age=KEPT_FOR, secure=secure, httponly=True, samesite="Lax")
    elif token == "":
        response.delete_cookie(COOKIE, samesite="Lax")


def _length(form: KeptForm) -> int:
    every = [form.files, *(each.values for each in form.forms)]
    return sum(len(name) + len(value) for each in every for name, values in each.items() for value in values)


def _found(request: HttpRequest) -> _Kept | None:
    token = _token(request)
    found: _Kept | None = cache.get(_key(token)) if token else None
    return found if found is not None and found["until"] > clock.now().timestamp() else None


def _token(request: HttpRequest) -> str:
    return TOKEN.get(request, "") or request.COOKIES.get(COOKIE, "")


def _key(token: str) -> str:
    # The cache holds no token that somebody who reads it could use.
    return "kept-form:" + hashlib.sha256(token.encode()).hexdigest()
