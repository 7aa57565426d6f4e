"""Yes or no."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Mapping
from typing import ClassVar, Literal

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.answers.texts import say
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question
from commonweal.kernel.values import BOOLEAN, ValueType, yes_or_no

_WORDS = {True: msgid("Yes"), False: msgid("No")}


class YesNoQuestion(Question):
    """The answer is true or false."""

    type: Literal["yes_no"]

    notation: ClassVar[str] = "yes or no"

    def value_type(self) -> ValueType:
        return BOOLEAN

    def read(self, typed: Typed, context: AnswerContext) -> object:
        return {"": MISSING, "yes": True, "no": False}.get(typed.one(), typed.one())

    def accept(self, value: object, context: AnswerContext) -> object:
        if not isinstance(value, bool):
            raise Wrong(msgid("Choose yes or no"))
        return value

    def from_example(self, written: object) -> object:
        return yes_or_no(written)

    def write(self, answer: bool) -> Mapping[str, list[str]]:
        return {"": ["yes" if answer else "no"]}

    def show(self, answer: bool, language: str) -> list[str]:
        return [say(language, _WORDS[answer])]

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        return self.frame(typed, context, errors, value=typed.one())
