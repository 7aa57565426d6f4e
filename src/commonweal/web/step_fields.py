"""What a step of a case requires: as fields of a form, and read back from what was posted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from commonweal.kernel.problems import Invalid, Problem
from commonweal.web.formats import text

Posted = Mapping[str, str]
Store = Callable[["UploadedFile[Any]"], str]  # keeps a file and gives its id; raises a Problem
FIELDS = {
    "long_text": "long_text",
    "text": "text",
    "number": "number",
    "date": "date",
    "yes_no": "yes_no",
    "file": "file",
}


class Needed(Protocol):
    """Something that is required: `kind` is "reason", "note" or "answer", `type` one of FIELDS."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def type(self) -> str: ...


@dataclass(frozen=True)
class Given:
    """What was posted for a step, as its verb takes it."""

    reason: str = ""
    note: str = ""
    answers: dict[str, object] = field(default_factory=dict)


def names(needed: Sequence[Needed]) -> dict[str, str]:
    """The name of the input of each requirement, by the name that the verb's messages use."""
    return {each.name: each.name if each.kind != "answer" else f"given-{each.name}" for each in needed}


def fields_for(
    needed: Sequence[Needed], *, prefix: str, typed: Posted | None = None, errors: Mapping[str, str] | None = None
) -> list[dict[str, object]]:
    """A field for each requirement; `prefix` keeps ids apart where a page has several forms, `typed` is what was
    posted, `errors` are messages by input name."""
    typed, errors = typed or {}, errors or {}
    return [
        _field(each, name, prefix, typed, errors) for each, name in zip(needed, names(needed).values(), strict=True)
    ]


def _field(each: Needed, name: str, prefix: str, typed: Posted, errors: Mapping[str, str]) -> dict[str, object]:
    drawn: dict[str, object] = {
        "type": FIELDS[each.type],
        "key": name,
        "name": name,
        "id": f"{prefix}-{name}",
        "label": text(each.title),
        "value": typed.get(name, ""),
        "errors": [errors[name]] if name in errors else [],
    }
    if each.type == "long_text":
        drawn["rows"] = 4
    if each.type == "date":
        drawn["value"] = {part: typed.get(f"{name}-{part}", "") for part in ("day", "month", "year")}
    if each.type == "file" and typed.get(f"{name}-kept"):
        drawn["kept"] = typed[f"{name}-kept"]
        drawn["hint"] = _("The file that you chose is kept. Choose another one only to replace it.")
    return drawn


def read(request: HttpRequest, needed: Iterable[Needed], *, store: Store) -> tuple[Given, dict[str, str]]:
    """What was posted, files kept by `store` already, and everything typed by input name for showing it again.

    A file that cannot be kept raises Invalid with the name of its input."""
    typed = {key: str(value) for key, value in request.POST.items()}
    answers: dict[str, object] = {}
    for each in needed:
        if each.kind != "answer":
            continue
        name = f"given-{each.name}"
        if each.type == "file":
            typed[f"{name}-kept"] = "".join(stored(request, name, store)[-1:]) or typed.get(f"{name}-kept", "")
            answers[each.name] = typed[f"{name}-kept"]
        elif each.type == "date":
            answers[each.name] = day_of(typed, name)
        else:
            answers[each.name] = typed.get(name, "")
    return Given(typed.get("reason", ""), typed.get("note", ""), answers), typed


def stored(request: HttpRequest, name: str, store: Store) -> list[str]:
    """The files that were chosen in an input, each kept by `store`. Raises Invalid with the name of the input."""
    try:
        return [store(sent) for sent in request.FILES.getlist(name) if isinstance(sent, UploadedFile)]
    except Problem as problem:
        raise Invalid(problem.detail, fields={name: problem.detail}) from problem


def day_of(typed: Posted, name: str) -> str:
    """Three boxes as "2026-05-02"; what is not a day becomes a text that every verb refuses."""
    day, month, year = (typed.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year"))
    if not (day or month or year):
        return ""
    return f"{year}-{month:0>2}-{day:0>2}"
