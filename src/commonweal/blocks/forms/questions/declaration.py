"""A statement that the person must agree to."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Mapping
from typing import ClassVar, Literal

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.answers.texts import Localised, say
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question
from commonweal.kernel.text import in_language
from commonweal.kernel.values import BOOLEAN, ValueType, yes_or_no

_AGREED = msgid("I agree")


class DeclarationQuestion(Question):
    """The answer is true, or absent where it is not required. `statement` (Markdown) is above the tick box, whose label
    is `agree` ("I agree")."""

    type: Literal["declaration"]
    statement: Localised | None = None
    agree: Localised | None = None

    nothing: ClassVar[str] = msgid("Confirm that you agree before you go on")
    notation: ClassVar[str] = "yes, or omit it"

    def value_type(self) -> ValueType:
        return BOOLEAN

    def read(self, typed: Typed, context: AnswerContext) -> object:
        return {"": MISSING, "yes": True}.get(typed.one(), typed.one())

    def accept(self, value: object, context: AnswerContext) -> object:
        if not isinstance(value, bool):
            raise Wrong(msgid("Answer true or leave this out"))
        return True if value else MISSING

    def from_example(self, written: object) -> object:
        return yes_or_no(written)

    def write(self, answer: bool) -> Mapping[str, list[str]]:
        return {"": ["yes" if answer else ""]}

    def show(self, answer: object, language: str) -> list[str]:
        del answer
        return [say(language, _AGREED)]

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        language = context.form_context.language
        return self.frame(
            typed,
            context,
            errors,
            value=typed.one(),
            statement=in_language(self.statement, language),
            agree=in_language(self.agree, language),
        )
