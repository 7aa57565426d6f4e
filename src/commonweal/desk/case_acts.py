"""What staff do to a case on its page: each act calls one verb with what was typed, and reports what was done."""

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from commonweal.blocks.cases import api as cases
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Invalid
from commonweal.web.step_fields import Posted, day_of

Do = Callable[[str, Posted, Acting], str]


def take(case: str, typed: Posted, acting: Acting) -> str:
    del typed
    cases.take(case=case, acting=acting)
    return _("This case is yours now.")


def release(case: str, typed: Posted, acting: Acting) -> str:
    del typed
    cases.release(case=case, acting=acting)
    return _("The case is back in the queue.")


def assign(case: str, typed: Posted, acting: Acting) -> str:
    cases.assign(case=case, person=typed.get("person", ""), acting=acting)
    return _("The case was assigned.")


def hand_over(case: str, typed: Posted, acting: Acting) -> str:
    cases.hand_over(case=case, person=typed.get("person", ""), note=typed.get("note", ""), acting=acting)
    return _("The case was handed over.")


def priority(case: str, typed: Posted, acting: Acting) -> str:
    cases.set_priority(case=case, priority=typed.get("priority", ""), acting=acting)
    return _("The priority was changed.")


def ask(case: str, typed: Posted, acting: Acting) -> str:
    cases.request_information(case=case, question=typed.get("question", ""), due=_end_of(typed, "due"), acting=acting)
    return _("The applicant was asked. Clocks that wait for the answer are paused until it arrives.")


def note(case: str, typed: Posted, acting: Acting) -> str:
    cases.add_note(case=case, text=typed.get("note", ""), acting=acting)
    return _("The note was added.")


def write(case: str, typed: Posted, acting: Acting) -> str:
    subject = typed.get("subject", "")
    cases.write_to_applicant(case=case, subject=subject, text=typed.get("text", ""), acting=acting)
    return _("The message is kept with the case. Its history shows what was sent by email.")


def mark_read(case: str, typed: Posted, acting: Acting) -> str:
    del typed
    cases.read_correspondence(case=case, acting=acting)
    return _("The messages are marked as read.")


def finish_task(case: str, typed: Posted, acting: Acting) -> str:
    del case  # the task knows its own
    cases.complete_task(task=typed.get("task", ""), acting=acting)
    return _("The task is done.")


def reopen(case: str, typed: Posted, acting: Acting) -> str:
    cases.reopen(case=case, reason=typed.get("reason", ""), acting=acting)
    return _("The case is open again.")


def link(case: str, typed: Posted, acting: Acting) -> str:
    cases.link_cases(case=case, other=_reference(typed, "other"), acting=acting)
    return _("The two cases are linked.")


def duplicate(case: str, typed: Posted, acting: Acting) -> str:
    cases.mark_duplicate(case=case, of=_reference(typed, "of"), acting=acting)
    return _("The case was closed as a duplicate.")


ACTS: dict[str, Do] = {
    "take": take,
    "release": release,
    "assign": assign,
    "hand-over": hand_over,
    "priority": priority,
    "ask": ask,
    "note": note,
    "write": write,
    "read": mark_read,
    "task": finish_task,
    "reopen": reopen,
    "link": link,
    "duplicate": duplicate,
}


def _reference(typed: Posted, name: str) -> str:
    value = typed.get(name, "").strip()
    if not value:
        raise Invalid(_("Something is missing."), fields={name: _("Enter the reference of the other case.")})
    return value


def _end_of(typed: Posted, name: str) -> datetime | None:
    """The end of the day that was typed, in the place's time; None where nothing was."""
    written = day_of(typed, name)
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise Invalid(
            _("This is not a day."), fields={name: _("Enter a day that exists, such as 2 5 2026.")}
        ) from error
    return datetime.combine(day, time(23, 59), tzinfo=ZoneInfo(settings.TIME_ZONE))
