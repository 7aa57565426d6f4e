"""Translates the refusals of verbs to the language of the page, for all pages that show them."""

from commonweal.kernel.problems import Problem, in_words


def refusal(problem: Problem) -> str:
    """What is wrong and what to do about it, as one line of plain text."""
    return _joined(problem.detail, problem.remedy)


def refusal_with_fields(problem: Problem) -> str:
    """The same with the message of each input, for pages that do not show them next to the inputs."""
    return _joined(problem.detail, *problem.fields.values(), problem.remedy)


def refused_fields(problem: Problem) -> dict[str, str]:
    """The message of each input by its name."""
    return {name: in_words(message) for name, message in problem.fields.items()}


def _joined(*messages: str) -> str:
    return " ".join(filter(None, map(in_words, messages)))
