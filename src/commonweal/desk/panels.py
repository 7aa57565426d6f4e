"""The forms next to a case: those that this member of staff may use now, and their fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from commonweal.blocks.cases.api import CaseView
from commonweal.desk.entrance import Desk
from commonweal.desk.titles import priorities, will_end
from commonweal.web import step_fields
from commonweal.web.formats import text

Field = dict[str, object]


@dataclass(frozen=True)
class Retry:
    """An act that was refused: what was typed, and the messages by input name."""

    act: str
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Panel:
    """One form. `act` is the last part of its address; without fields it is a button alone. `look` is the button's;
    `open` shows the form at once; `group` is "move", "work" or "talk"; `key` presses or opens it. `warning` is read
    before the button can be pressed."""

    act: str
    title: str
    button: str
    group: str
    fields: Sequence[Field] = ()
    hint: str = ""
    look: str = "second small"
    open: bool = False
    files: bool = False
    key: str = ""
    warning: str = ""


class _Drawing:
    """Makes fields with what was typed, where this is the act that was refused."""

    def __init__(self, retry: Retry | None) -> None:
        self.retry = retry

    def _of(self, act: str) -> Retry:
        return self.retry if self.retry and self.retry.act == act else Retry(act)

    def is_open(self, act: str) -> bool:
        return self.retry is not None and self.retry.act == act

    def field(self, act: str, name: str, kind: str, label: str, **more: object) -> Field:
        tried = self._of(act)
        value: Any = tried.typed.get(name, more.pop("value", ""))
        if kind == "date":
            value = {part: tried.typed.get(f"{name}-{part}", "") for part in ("day", "month", "year")}
        errors = [tried.errors[name]] if name in tried.errors else []
        return {
            "type": kind,
            "key": name,
            "name": name,
            "id": f"{act}-{name}",
            "label": label,
            "value": value,
            "errors": errors,
            **more,
        }

    def needed(self, act: str, needed: Sequence[Any]) -> list[Field]:
        tried = self._of(act)
        return step_fields.fields_for(needed, prefix=act.replace(".", "-"), typed=tried.typed, errors=tried.errors)


def panels(view: CaseView, desk: Desk, people: Mapping[str, str], retry: Retry | None = None) -> list[Panel]:
    """What the reader can do with the case now, in the order in which it is shown. The verbs ask again."""
    draw = _Drawing(retry)
    found = _moves(view, draw)
    works = desk.has("officer", "manager")
    if works and view.card.open:
        found += _talking(draw) + _assigning(view, desk, people, draw) + _priority(view, draw)
    if view.may_reopen:
        found.append(_reopening(draw))
    if view.may_write:
        found += _writing(draw)
    if works:
        found += _relating(view, draw)
    return found


def _moves(view: CaseView, draw: _Drawing) -> list[Panel]:
    found = []
    for number, move in enumerate(view.moves):
        act = f"move.{move.key}"
        fields = draw.needed(act, move.requires)
        found.append(
            Panel(
                act,
                text(move.title),
                text(move.title),
                "move",
                fields,
                hint=_("The case then is: %(state)s.") % {"state": text(move.to_title)},
                look="danger small" if move.decides == "refused" else "small",
                open=draw.is_open(act),
                files=any(each["type"] == "file" for each in fields),
                key=str(number + 1) if number < 9 else "",
                warning=will_end(move.ends),
            )
        )
    return found


def _talking(draw: _Drawing) -> list[Panel]:
    question = draw.field("ask", "question", "long_text", _("What do you need from the applicant?"), rows=4)
    due = draw.field(
        "ask", "due", "date", _("Answer by"), required=False, hint=_("Two weeks from today if you leave this empty.")
    )
    words = _("Clocks that wait for the applicant are paused until they answer.")
    ask = Panel(
        "ask",
        _("Ask for more information"),
        _("Ask"),
        "talk",
        [question, due],
        words,
        open=draw.is_open("ask"),
        key="a",
    )
    return [ask]


def _assigning(view: CaseView, desk: Desk, people: Mapping[str, str], draw: _Drawing) -> list[Panel]:
    card, me = view.card, desk.acting.person
    others = [{"value": key, "label": name} for key, name in people.items() if key not in {card.assignee, me}]
    found = []
    if card.assignee is None:
        found.append(Panel("take", _("Take"), _("Take this case"), "work", look="small", key="t"))
    mine = card.assignee == me
    may_give = card.assignee is None or mine or desk.has("manager")
    if card.assignee is not None and may_give:
        found.append(Panel("release", _("Release"), _("Put back into the queue"), "work"))
    if may_give and others and not mine:
        person = draw.field("assign", "person", "one_of", _("Colleague"), options=others, widget="select")
        found.append(Panel("assign", _("Assign"), _("Assign"), "work", [person], open=draw.is_open("assign")))
    if may_give and others and card.assignee is not None:
        act = "hand-over"
        person = draw.field(act, "person", "one_of", _("Colleague"), options=others, widget="select")
        note = draw.field(act, "note", "long_text", _("What do they need to know?"), rows=3)
        found.append(Panel(act, _("Hand over"), _("Hand over"), "work", [person, note], open=draw.is_open(act)))
    return found


def _priority(view: CaseView, draw: _Drawing) -> list[Panel]:
    options = [{"value": key, "label": words} for key, words in priorities().items()]
    chosen = draw.field(
        "priority", "priority", "one_of", _("Priority"), options=options, value=view.card.priority, widget="select"
    )
    return [Panel("priority", _("Change priority"), _("Change"), "work", [chosen], open=draw.is_open("priority"))]


def _reopening(draw: _Drawing) -> Panel:
    reason = draw.field("reopen", "reason", "long_text", _("Why is it opened again?"), rows=3)
    return Panel("reopen", _("Reopen"), _("Reopen the case"), "work", [reason], open=draw.is_open("reopen"))


def _writing(draw: _Drawing) -> list[Panel]:
    subject = draw.field("write", "subject", "text", _("Subject"), required=False)
    words = draw.field("write", "text", "long_text", _("Message to the applicant"), rows=5)
    note = draw.field("note", "note", "long_text", _("Note for colleagues"), rows=3)
    return [
        Panel(
            "write",
            _("Write to the applicant"),
            _("Send"),
            "talk",
            [subject, words],
            open=draw.is_open("write"),
            key="w",
        ),
        Panel(
            "note",
            _("Add a note"),
            _("Add the note"),
            "talk",
            [note],
            _("The applicant does not see notes in the portal; they are part of their data if they ask for it."),
            open=draw.is_open("note"),
            key="n",
        ),
    ]


def _relating(view: CaseView, draw: _Drawing) -> list[Panel]:
    hint = _("Such as %(reference)s.") % {"reference": view.card.reference}
    other = draw.field("link", "other", "text", _("Reference of the other case"), hint=hint)
    found = [Panel("link", _("Link to another case"), _("Link"), "work", [other], open=draw.is_open("link"))]
    if view.card.open:
        of = draw.field("duplicate", "of", "text", _("Reference of the case that stays open"), hint=hint)
        words = _("This case is closed, and both show the link.")
        open_tasks = [task.title for task in view.tasks if task.state == "open"]
        found.append(
            Panel(
                "duplicate",
                _("Close as a duplicate"),
                _("Close this case"),
                "work",
                [of],
                words,
                look="danger small",
                open=draw.is_open("duplicate"),
                warning=will_end(open_tasks),
            )
        )
    return found
