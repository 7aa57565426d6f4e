"""A time of day."""
# ruff: noqa: ARG002 - the base class defines the parameters

import re
from collections.abc import Mapping
from typing import ClassVar, Literal

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question, need_text

_TIME = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$", re.ASCII | re.IGNORECASE)


class TimeQuestion(Question):
    """The answer is "14:30", which also sorts and compares as text."""

    type: Literal["time"]

    notation: ClassVar[str] = "a time such as 14:30"

    def accept(self, value: object, context: AnswerContext) -> object:

        text = need_text(value)
        if not text:
            return MISSING
        found = _TIME.match(text)
        if found is None or (not found[2] and not found[3]):
            raise Wrong(msgid("Enter a time, for example 14:30 or 2.30pm"))
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
        if minute > 59 or hour > (12 if half else 23) or (half and hour == 0):
            raise Wrong(msgid("Enter a time, for example 14:30 or 2.30pm"))
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        return f"{hour:02d}:{minute:02d}"

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        return self.frame(typed, context, errors, "text", value=typed.one(), width=5, spellcheck=False)
