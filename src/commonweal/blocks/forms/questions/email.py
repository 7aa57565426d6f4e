"""An email address."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Mapping
from typing import ClassVar, Literal

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question, need_text
from commonweal.kernel.written import Unfit
from commonweal.kernel.written.emails import tidy_email


class EmailQuestion(Question):
    """Checked for its form alone; only a message that arrives proves an address."""

    type: Literal["email"]
    autocomplete: str = "email"

    obviously_personal: ClassVar[bool] = True
    notation: ClassVar[str] = "an email address such as ann@home.example"

    def accept(self, value: object, context: AnswerContext) -> object:
        text = need_text(value)
        if not text:
            return MISSING
        try:
            return tidy_email(text)
        except Unfit as unfit:
            raise Wrong(unfit.message) from None

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        return self.frame(typed, context, errors, value=typed.one(), autocomplete=self.autocomplete)
