"""What can be wrong with an answer: a message for the person, and the input that it belongs to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from commonweal.blocks.forms.answers.texts import say
from commonweal.kernel.text import Text, in_language


@dataclass(frozen=True)
class Fault:
    """`message` is a message id of ours with `values` to fill in; `words` are the definition's own and win.

    `part` is the rest of the field name after the question's own: "" or "day" or "0-kind".
    `missing` means that nothing was answered, rather than something wrong.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    part: str = ""
    words: Text | None = None
    missing: bool = False

    def say(self, language: str) -> str:
        """The message in a language."""
        return in_language(self.words, language) or say(language, self.message, **self.values)

    def below(self, prefix: str) -> "Fault":
        """The same fault seen from the question around it."""
        return replace(self, part=f"{prefix}-{self.part}" if self.part else prefix)


class Wrong(Exception):
    """An answer that cannot be taken, for one reason or several."""

    def __init__(self, message: str = "", *, part: str = "", faults: Iterable[Fault] = (), **values: object) -> None:
        super().__init__(message)
        self.faults = tuple(faults) or (Fault(message, values, part),)


def missing(message: str, part: str = "") -> Fault:
    """The fault of a question that needs an answer and has none."""
    return Fault(message, part=part, missing=True)
