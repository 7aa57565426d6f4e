"""Words between questions: advice, a warning, a condition that somebody should know of."""
# ruff: noqa: ARG002 - the base says what is handed over

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from commonweal.blocks.forms.markup import safe_html
from commonweal.blocks.forms.question import MISSING, Here, Question
from commonweal.blocks.forms.results import FieldView
from commonweal.blocks.forms.typed import Typed
from commonweal.blocks.forms.words import Localised
from commonweal.kernel.text import in_language


class ContentQuestion(Question):
    """Has no answer. `text` is Markdown; `show_as` sets it in a frame."""

    type: Literal["content"]
    text: Localised
    show_as: Literal["plain", "inset", "warning", "details"] = "plain"
    required: bool = False

    asks: ClassVar[bool] = False

    def accept(self, value: Any, here: Here) -> Any:
        del value
        return MISSING

    def view(self, typed: Typed, here: Here, errors: Mapping[str, str]) -> FieldView:
        language = here.around.language
        html = safe_html(in_language(self.text, language))
        field = self.frame(typed, here, errors, html=html, show_as=self.show_as)
        return {**field, "label": in_language(self.label, language)}
