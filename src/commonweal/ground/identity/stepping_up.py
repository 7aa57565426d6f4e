"""Leads people to their second step and back, and gives them the form back that they were sending."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from commonweal.kernel import clock, sensitive, typist

KEY = "form-kept"
SEALED_WITH = "form kept"
KEPT_FOR = 3600  # seconds
# Forms that ask for a second step are short; what is longer is not kept in a session.
MOST_CHARACTERS = 50_000


@dataclass(frozen=True)
class KeptForm:
    """A form that waits: where it was sent to, on which page it stood, and its fields."""

    path: str
    back: str
    fields: list[tuple[str, str]]


def ask_for_second_step(request: HttpRequest, *, fresh: bool) -> HttpResponseRedirect:
    """To the page that asks for the second step, `fresh` where one shown hours ago is not enough, and afterwards back
    here. What was sent as a form is kept sealed in the session until then, for an hour at most."""
    request.session.pop(KEY, None)
    back = request.get_full_path()
    if request.method not in {"GET", "HEAD"}:
        fields = _fields(request)
        if fields is None:
            back = _page_before(request)
        else:
            request.session[KEY] = {
                "path": back,
                "back": _page_before(request),
                "sealed": sensitive.seal(SEALED_WITH, json.dumps(fields)),
                "until": clock.now().timestamp() + KEPT_FOR,
            }
    asked = {"next": back} | ({"fresh": "yes"} if fresh else {})
    return HttpResponseRedirect(reverse("identity:second-step") + "?" + urlencode(asked))


def kept_form(request: HttpRequest, path: str) -> KeptForm | None:
    """The form that was about to be sent to this address, for an hour."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    if kept.get("until", 0) < clock.now().timestamp():
        del request.session[KEY]
        return None
    if kept["path"] != path:
        return None
    fields = json.loads(sensitive.unseal(SEALED_WITH, kept["sealed"]))
    return KeptForm(kept["path"], kept["back"], [(name, value) for name, value in fields])


def forget_sent(request: HttpRequest) -> None:
    """The form that was kept is sent now: it need not be kept any longer."""
    if request.method == "POST" and request.session.get(KEY, {}).get("path") == request.get_full_path():
        del request.session[KEY]


def _fields(request: HttpRequest) -> list[tuple[str, str]] | None:
    """What was typed, without the marks that each page gives its forms anew; None with files, or where it is too
    long."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", typist.NAME}
        for value in values
        if isinstance(value, str)
    ]
    if request.FILES or sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return None
    return fields


def _page_before(request: HttpRequest) -> str:
    """The page of ours on which the form stood."""
    before = urlsplit(request.headers.get("Referer", ""))
    ours = before.netloc == request.get_host() and before.path.startswith("/") and not before.path.startswith("//")
    return before.path + (f"?{before.query}" if before.query else "") if ours else "/"
