"""Finds conditions, requirements and limits that read answers which people are asked for only later."""

from collections.abc import Iterable, Iterator, Mapping

from commonweal.blocks.forms.pages.naming import expressions
from commonweal.blocks.forms.pages.page import Form, inner
from commonweal.blocks.forms.pages.references import referred_behind
from commonweal.blocks.forms.question import Question
from commonweal.kernel.definition import Expression, Finding, Path


def asked_later(content: Form, document: Mapping[str, object]) -> Iterator[Finding]:
    """A mistake for each requirement and limit that reads a later answer: nothing looks at it again when that answer
    comes. A warning for each condition that reads one of a later page: people are led back."""
    places = {question.key: place for place, question in _places(content)}
    for rule in expressions(content):
        here = _place(rule.path)
        siblings = _siblings(content, rule.path)
        names = referred_behind(rule.source, document)
        later = sorted(name for name in names if name not in siblings and places.get(name, here) > here)
        if rule.path[-1] != "when" or "must" in rule.path:
            later += _later_in_row(siblings, names, rule)
            yield from (_never_applied(name, rule.path) for name in later[:1])
        else:
            beyond = [name for name in later if places[name][0] > here[0]]
            yield from (_led_back(name, rule.path) for name in beyond[:1])


def _places(content: Form) -> Iterator[tuple[tuple[int, int], Question]]:
    for number, page in enumerate(content):
        for index, question in enumerate(page.questions):
            yield (number, index), question


def _place(path: Path) -> tuple[int, int]:
    """The numbers of the page and the question that have an expression; a page comes before its questions."""
    return int(path[0]), int(path[2]) if len(path) > 2 else -1


def _siblings(content: Form, path: Path) -> list[str]:
    """The keys of the questions in whose row an expression is, in their order."""
    if "each" not in path:
        return []
    number, index = _place(path)
    return [question.key for question in inner(content[number].questions[index])]


def _later_in_row(siblings: list[str], names: Iterable[str], rule: Expression) -> list[str]:
    if not siblings:
        return []
    own = int(rule.path[4])
    return [name for name in siblings[own + 1 :] if name in names]


def _never_applied(name: str, path: Path) -> Finding:
    return Finding(
        "form-asked-later",
        f"'{name}' is asked for only later, and this is not evaluated again when it is answered.",
        f"Put it at '{name}', or ask for '{name}' before.",
        path,
    )


def _led_back(name: str, path: Path) -> Finding:
    return Finding(
        "form-asked-later",
        f"'{name}' is asked for on a later page: people are led back here once they have answered it.",
        f"Ask for '{name}' before.",
        path,
        severity="warning",
    )
