"""Several lines of text."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question, need_text
from commonweal.blocks.forms.questions.text import check_length
from commonweal.kernel.written.numbers import WholeNumber


class LongTextQuestion(Question):
    """Keeps line ends. `rows` is how many lines the box shows."""

    type: Literal["long_text"]
    min_length: WholeNumber = Field(default=0, ge=0)
    max_length: WholeNumber = Field(default=4000, ge=1, le=50_000)
    rows: WholeNumber = Field(default=5, ge=2, le=40)

    def accept(self, value: object, context: AnswerContext) -> object:

        text = need_text(value)
        if not text:
            return MISSING
        check_length(text, self.min_length, self.max_length)
        return text

    def show(self, answer: object, language: str) -> list[str]:
        del language
        return str(answer).split("\n")

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        return self.frame(typed, context, errors, value=typed.one(), rows=self.rows, max_length=self.max_length)
