"""Words between questions: advice, a warning, a condition that somebody should know of."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Mapping
from typing import ClassVar, Literal

from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.answers.texts import Localised
from commonweal.blocks.forms.markup import safe_html
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question
from commonweal.kernel.text import in_language


class ContentQuestion(Question):
    """Has no answer. `text` is Markdown; `show_as` sets it in a frame."""

    type: Literal["content"]
    text: Localised
    show_as: Literal["plain", "inset", "warning", "details"] = "plain"
    required: bool = False

    asks: ClassVar[bool] = False

    def accept(self, value: object, context: AnswerContext) -> object:
        del value
        return MISSING

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        language = context.form_context.language
        html = safe_html(in_language(self.text, language))
        field = self.frame(typed, context, errors, html=html, show_as=self.show_as)
        return {**field, "label": in_language(self.label, language)}
