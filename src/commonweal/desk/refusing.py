"""What a verb refused, in the language of the page: wherever one of these pages repeats a refusal, it asks here."""

from django.utils.translation import gettext as _

from commonweal.kernel.problems import Problem


def refusal(problem: Problem) -> str:
    """What is wrong and what to do about it, as one line of plain text."""
    return _joined(problem.detail, problem.remedy)


def refusal_with_fields(problem: Problem) -> str:
    """The same with what is said of each input, for pages that have no place beside them."""
    return _joined(problem.detail, *problem.fields.values(), problem.remedy)


def refused_fields(problem: Problem) -> dict[str, str]:
    """The message of each input by its name."""
    return {name: in_words(message) for name, message in problem.fields.items()}


def in_words(message: str) -> str:
    """A message of a verb. The empty one has no translation: gettext would answer with the catalogue's header."""
    return _(message) if message else ""


def _joined(*messages: str) -> str:
    return " ".join(filter(None, map(in_words, messages)))
