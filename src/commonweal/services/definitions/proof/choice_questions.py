"""The questions of a form that have options, with what decides whether they are asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonweal.blocks.forms.api import Question, conditions_of, inner
from commonweal.kernel.definition import Path
from commonweal.services.definitions.proof.ways import Ways

MOST_OPTIONS = 100  # of one question that are looked at


@dataclass(frozen=True)
class Choice:
    """A question with options. `conditions` are those under which it is asked, and `group` has it in its rows."""

    question: Question
    path: Path
    conditions: Sequence[str]
    group: Question | None = None

    @property
    def name(self) -> str:
        """The name of its answer, as in the limits of a form."""
        return f"{self.group.key}.{self.question.key}" if self.group else self.question.key

    @property
    def options(self) -> list[str]:
        return [option.value for option in getattr(self.question, "options", ())]

    @property
    def fewest(self) -> int:
        """How many options have to be chosen."""
        return max(1, getattr(self.question, "min", 1))

    def answers_with(self, option: str) -> Iterator[object]:
        """Answers that have the option: alone, with as many others as are needed, with one, and with all."""
        if self.question.type == "choice":
            yield option
            return
        others = [each for each in self.options if each not in (option, getattr(self.question, "none", None))]
        for more in ([], others[: self.fewest - 1], *([other] for other in others), others):
            yield [each for each in self.options if each in (option, *more)]


def choices_of(ways: Ways) -> Iterator[Choice]:
    """All questions with options, those in repeat groups included."""
    for path, question, group, conditions in _questions(ways):
        if question.type in {"choice", "choices"}:
            yield Choice(question, path, conditions, group)


def _questions(ways: Ways) -> Iterator[tuple[Path, Question, Question | None, list[str]]]:
    """All questions with their path, the group whose rows have them, and the conditions of their page and group."""
    for number, page in enumerate(ways.form):
        for index, question in enumerate(page.questions):
            path: Path = ("form", number, "questions", index)
            conditions = conditions_of(page, question)
            yield path, question, None, conditions
            for position, within in enumerate(inner(question)):
                yield (*path, "each", position), within, question, conditions
