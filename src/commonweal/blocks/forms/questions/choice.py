"""One of several options."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.options import (
    RADIOS_AT_MOST,
    Options,
    option_findings,
    option_views,
    option_words,
)
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question
from commonweal.kernel.definition import Finding, Path


class ChoiceQuestion(Question):
    """The answer is the value of an option. `show_as` chooses between radio buttons and a drop-down list."""

    type: Literal["choice"]
    options: Options
    show_as: Literal["radios", "select"] | None = None

    nothing: ClassVar[str] = msgid("Choose one of the options")
    notation: ClassVar[str] = "the value of one option"

    def accept(self, value: object, context: AnswerContext) -> object:

        if value == "":
            return MISSING
        if value not in [option.value for option in self.options]:
            raise Wrong(msgid("Choose one of the options"))
        return value

    def show(self, answer: str, language: str) -> list[str]:
        return [option_words(self.options, answer, language)]

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        select = len(self.options) > RADIOS_AT_MOST if self.show_as is None else self.show_as == "select"
        options = option_views(self.options, context.form_context.language)
        widget = {"widget": "select"} if select else {}
        return self.frame(typed, context, errors, "one_of", value=typed.one(), options=options, **widget)

    def findings(self, path: Path) -> Iterable[Finding]:
        yield from option_findings(self.options, path)
