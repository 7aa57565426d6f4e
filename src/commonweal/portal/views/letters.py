"""What applicants write about their case, and the files that they send with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonweal.blocks.forms import api as forms
from commonweal.kernel.acting import acting_of
from commonweal.kernel.client_address import network_of
from commonweal.kernel.problems import Conflict, Invalid, Problem
from commonweal.web import step_fields
from commonweal.web.refusals import refusal, refused_fields

LONGEST = 5_000
# The input of the files, and the hidden ones of those that came with a letter that was refused.
FILES, KEPT = "files", "files-kept"


@dataclass(frozen=True)
class Letter:
    """What was written so far: words, the ids of files that are kept, and what is wrong by the name of the input."""

    text: str = ""
    kept: Sequence[str] = ()
    errors: dict[str, str] = field(default_factory=dict)

    def fields(self, label: str, hint: str = "") -> list[dict[str, object]]:
        """The fields of its page."""
        said = {name: [words] for name, words in self.errors.items()}
        words = {"type": "long_text", "key": "text", "label": label, "hint": hint, "value": self.text, "rows": 8}
        files = {"type": "file", "key": FILES, "label": _("Files"), "required": False, "multiple": True}
        files["hint"] = _kept(len(self.kept)) if self.kept else _("Photos, scans or documents.")
        return [{**words, "errors": said.get("text")}, {**files, "errors": said.get(FILES)}]


def _kept(files: int) -> str:
    words = ngettext(
        "%(num)s file that you chose is kept. Choose only what you want to add.",
        "%(num)s files that you chose are kept. Choose only what you want to add.",
        files,
    )
    return words % {"num": files}


def keeps_files(request: HttpRequest) -> step_fields.Store:
    """What keeps a file that was sent, for its sender."""
    acting, network = acting_of(request), network_of(request)
    return lambda sent: forms.store_upload(file=sent, owner=acting.actor, acting=acting, network=network).id


def send_letter(request: HttpRequest, send: Callable[[str, list[str]], object]) -> Letter | None:
    """Send the posted words with their files by `send`; what its page shows again if they are refused, else None."""
    typed = request.POST.get("text", "").strip()[:LONGEST]
    kept = request.POST.getlist(KEPT)
    try:
        kept += step_fields.stored(request, FILES, keeps_files(request))
        send(typed, kept)
    except Invalid as problem:
        errors = {name: words for name, words in refused_fields(problem).items() if name in {"text", FILES}}
        if errors:
            return Letter(typed, kept, errors)
        return _without_files(typed, problem)
    except Conflict as problem:
        if not kept:
            raise
        return _without_files(typed, problem)
    return None


def _without_files(typed: str, problem: Problem) -> Letter:
    """A file that is gone or somebody else's would be refused each time: it has to be chosen again."""
    return Letter(typed, (), {FILES: " ".join(refused_fields(problem).values()) or refusal(problem)})
