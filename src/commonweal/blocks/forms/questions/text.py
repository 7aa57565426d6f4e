"""A line of text."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from pydantic import Field

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.pattern_texts import drawn, lengths
from commonweal.blocks.forms.answers.patterns import matches, pattern_findings, unusable
from commonweal.blocks.forms.answers.posted import Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question, need_text
from commonweal.kernel.definition import Evaluate, Finding, Path
from commonweal.kernel.steady_random import steady_dice
from commonweal.kernel.written.numbers import WholeNumber

SAMPLES = 12  # texts that are made to see whether an answer can fit a pattern


class TextQuestion(Question):
    """`pattern` is a regular expression (RE2), of at most 190 characters, that the whole answer must match; describe it
    in `messages.wrong`. `autocomplete` is the HTML token for what browsers may fill in ("given-name",
    "organization")."""

    type: Literal["text"]
    min_length: WholeNumber = Field(default=0, ge=0)
    max_length: WholeNumber = Field(default=200, ge=1, le=2000)
    pattern: str | None = None
    autocomplete: str = ""
    spellcheck: bool = True

    def accept(self, value: object, context: AnswerContext) -> object:
        text = tidied(need_text(value))
        if not text:
            return MISSING
        check_length(text, self.min_length, self.max_length)
        if self.pattern and not matches(self.pattern, text, context.evaluate):
            raise Wrong(msgid("Check that this is written as asked"))
        return text

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        more: dict[str, object] = {"autocomplete": self.autocomplete} if self.autocomplete else {}
        if self.max_length <= 20:
            more["width"] = min(width for width in (5, 10, 20) if width >= self.max_length)
        return self.frame(typed, context, errors, value=typed.one(), spellcheck=self.spellcheck, **more)

    def findings(self, path: Path) -> Iterable[Finding]:
        if self.min_length > self.max_length:
            yield Finding(
                "form-limits",
                f"'{self.key}' must be longer than it may be.",
                "Make min_length smaller than max_length.",
                path,
            )
        if self.pattern:
            found = list(pattern_findings(self.pattern, (*path, "pattern")))
            yield from found or self._without_room(self.pattern, (*path, "pattern"))

    def _without_room(self, pattern: str, path: Path) -> Iterable[Finding]:
        """What makes every text that fits the pattern too long or too short."""
        fewest, most = lengths(pattern)
        if fewest > self.max_length:
            yield Finding(
                "form-limits",
                f"The pattern of '{self.key}' needs {fewest} characters, and an answer may have {self.max_length}.",
                f"Set max_length to {fewest} or more, or change the pattern.",
                path,
            )
        elif most < self.min_length:
            yield Finding(
                "form-limits",
                f"The pattern of '{self.key}' allows {most} characters, and an answer must have {self.min_length}.",
                f"Set min_length to {most} or less, or change the pattern.",
                path,
            )

    def unmatched(self, evaluate: Evaluate, path: Path) -> Iterator[Finding]:
        """What makes the expression language refuse every answer for its pattern. `evaluate` knows no answers."""
        pattern, path = self.pattern, (*path, "pattern")
        if not pattern or list(pattern_findings(pattern, path)):
            return
        refused = list(unusable(pattern, path, evaluate))
        yield from refused or self._without_answer(pattern, path, evaluate)

    def _without_answer(self, pattern: str, path: Path, evaluate: Evaluate) -> Iterator[Finding]:
        texts = {text for seed in range(SAMPLES) if (text := drawn(pattern, steady_dice(seed))) is not None}
        fitting = {text for text in texts if matches(pattern, text, evaluate)}
        if texts and not fitting:
            message = f"No text was found that fits the pattern of '{self.key}'."
            yield Finding("form-pattern", message, "Try the pattern with an answer that you expect.", path, "warning")
        elif fitting and all(text != tidied(text) for text in fitting):
            yield Finding(
                "form-pattern",
                f"No answer to '{self.key}' fits the pattern: it has single blanks, and none at its ends.",
                "Take such blanks out of the pattern.",
                path,
            )


def tidied(text: str) -> str:
    """The text on one line, with single blanks."""
    return " ".join(text.split())


def check_length(text: str, fewest: int, most: int) -> None:
    """Refuse a text that is too short or too long. Raises Wrong."""
    if len(text) < fewest:
        raise Wrong(msgid("Write {min} characters or more"), min=fewest)
    if len(text) > most:
        raise Wrong(msgid("Write {max} characters or fewer. You have written {length}"), max=most, length=len(text))
