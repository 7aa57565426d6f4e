"""Any of several options."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.options import Options, option_findings, option_views, option_words
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question
from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.values import TEXT, ListOf, ValueType
from commonweal.kernel.written.numbers import WholeNumber


class ChoicesQuestion(Question):
    """The answer is the list of chosen values in the order of the options. `none` is the value of an option that
    excludes all others ("none of these")."""

    type: Literal["choices"]
    options: Options
    min: WholeNumber = Field(default=0, ge=0)
    max: WholeNumber | None = Field(default=None, ge=1)
    none: str | None = None

    nothing: ClassVar[str] = msgid("Choose one or more of the options")
    notation: ClassVar[str] = "a list of the values of options: [sofa, bed]"

    def value_type(self) -> ValueType:
        return ListOf(TEXT)

    def read(self, typed: Typed, context: AnswerContext) -> object:
        return list(typed.many()) or MISSING

    def accept(self, value: object, context: AnswerContext) -> object:

        known = [option.value for option in self.options]
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise Wrong(msgid("Give this answer as a list of options"))
        if not value:
            return MISSING
        if not set(value) <= set(known):
            raise Wrong(msgid("Choose only from the options"))
        chosen = [v for v in known if v in value]
        if self.none in chosen and len(chosen) > 1:
            raise Wrong(msgid("Choose either this last option or others, not both"))
        if len(chosen) < self.min and self.none not in chosen:
            raise Wrong(msgid("Choose {min} options or more"), min=self.min)
        if self.max is not None and len(chosen) > self.max:
            raise Wrong(msgid("Choose {max} options or fewer"), max=self.max)
        return chosen

    def write(self, answer: Sequence[str]) -> Mapping[str, list[str]]:
        return {"": list(answer)}

    def show(self, answer: Sequence[str], language: str) -> list[str]:
        return [option_words(self.options, value, language) for value in answer]

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        options = option_views(self.options, context.form_context.language, exclusive=self.none)
        return self.frame(typed, context, errors, "many_of", value=list(typed.many()), options=options)

    def findings(self, path: Path) -> Iterable[Finding]:
        yield from option_findings(self.options, path)
        if self.none is not None and self.none not in [option.value for option in self.options]:
            yield Finding(
                "form-none",
                f"'{self.none}' excludes all other options but is not an option.",
                "Write the value of one of the options.",
                (*path, "none"),
            )
        if max(self.min, 1) > min(self.max or len(self.options), len(self.options)):
            yield Finding(
                "form-limits",
                f"'{self.key}' asks for more options than it has.",
                "Make min smaller, or add options.",
                path,
            )
