"""A telephone number."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Mapping
from typing import ClassVar, Literal

from django.utils import translation

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question, need_text
from commonweal.kernel.written import Unfit
from commonweal.kernel.written.phones import spoken_phone, tidy_phone


class PhoneQuestion(Question):
    """The answer is in E.164, with its extension if it has one ("+442079460000;ext=204"). `region` (ISO 3166) is meant
    where no country code is typed."""

    type: Literal["phone"]
    region: str = "GB"
    autocomplete: str = "tel"

    obviously_personal: ClassVar[bool] = True
    notation: ClassVar[str] = "a telephone number such as 01632 960201"

    def accept(self, value: object, context: AnswerContext) -> object:
        text = need_text(value)
        if not text:
            return MISSING
        try:
            return tidy_phone(text, self.region)
        except Unfit as unfit:
            raise Wrong(unfit.message) from None

    def write(self, answer: str) -> Mapping[str, list[str]]:
        return {"": [spoken_phone(answer, self.region)]}

    def show(self, answer: str, language: str) -> list[str]:
        with translation.override(language):
            return [spoken_phone(answer, self.region)]

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        return self.frame(typed, context, errors, value=typed.one(), autocomplete=self.autocomplete)
