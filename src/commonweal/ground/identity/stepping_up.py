"""Leads people to their second step and back, and gives them back the form that they were about to send."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

KEY = "form-kept"
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
    here. What was sent as a form is kept in the session until then."""
    request.session.pop(KEY, None)
    back = request.get_full_path()
    if request.method not in {"GET", "HEAD"}:
        form = _form(request)
        if form is None:
            back = _page_before(request)
        else:
            request.session[KEY] = form
    asked = {"next": back} | ({"fresh": "yes"} if fresh else {})
    return HttpResponseRedirect(reverse("identity:second-step") + "?" + urlencode(asked))


def kept_form(request: HttpRequest, path: str) -> KeptForm | None:
    """The form that was about to be sent to this address."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != path:
        return None
    return KeptForm(kept["path"], kept["back"], [(name, value) for name, value in kept["fields"]])


def _form(request: HttpRequest) -> dict[str, Any] | None:
    """The form as a session holds it; None for one with files, or too long."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
        if isinstance(value, str)
    ]
    if request.FILES or sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return None
    return {"path": request.get_full_path(), "back": _page_before(request), "fields": fields}


def _page_before(request: HttpRequest) -> str:
    """The page of ours on which the form stood."""
    before = urlsplit(request.headers.get("Referer", ""))
    ours = before.netloc == request.get_host() and before.path.startswith("/") and not before.path.startswith("//")
    return before.path + (f"?{before.query}" if before.query else "") if ours else "/"
