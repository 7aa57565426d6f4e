"""Patterns of text questions: RE2, matched by the expression language, so that no pattern can run away."""

import re
from collections.abc import Iterable, Iterator

from commonweal.kernel.definition import Evaluate, Finding, Path
from commonweal.kernel.problems import Invalid

_NOT_RE2 = re.compile(r"\(\?(=|!|<=|<!|>|\()|\\[1-9]|\(\?P=|[*+?}]\+")
# The expression language takes 200, with what `pattern_expression` puts around them.
MOST_CHARACTERS = 190


def pattern_expression(pattern: str) -> str:
    """The CEL expression for whether the whole of `value` matches."""
    quoted = pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'value.matches("^(?:{quoted})$")'


def matches(pattern: str, text: str, evaluate: Evaluate) -> bool:
    """Whether the whole text matches. Raises Invalid for a pattern that the expression language does not take."""
    return evaluate(pattern_expression(pattern), {"value": text}) is True


def pattern_findings(pattern: str, path: Path) -> Iterable[Finding]:
    """What makes a pattern unusable: it is too long, is not a regular expression, or uses what RE2 does not support."""
    if len(pattern) > MOST_CHARACTERS:
        yield Finding(
            "form-pattern",
            f"The pattern is longer than {MOST_CHARACTERS} characters.",
            "Write a shorter one, or ask several questions.",
            path,
        )
        return
    if _NOT_RE2.search(pattern):
        yield Finding(
            "form-pattern",
            "The pattern looks ahead, looks back, or refers to an earlier group.",
            "Write it without (?=…), (?!…), (?<…), \\1 and possessive quantifiers; RE2 does not know them.",
            path,
        )
        return
    try:
        re.compile(pattern)
    except re.error as error:
        yield Finding(
            "form-pattern",
            f"The pattern is not a regular expression: {error.msg}.",
            "Correct the pattern.",
            path,
            column=error.pos,
        )


def unusable(pattern: str, path: Path, evaluate: Evaluate) -> Iterator[Finding]:
    """A finding if the expression language does not take a pattern: no answer would ever be accepted."""
    try:
        matches(pattern, "", evaluate)
    except Invalid:
        yield Finding(
            "form-pattern",
            "The pattern repeats too much, or has something that RE2 does not know, such as \\Z or (?x).",
            "Write smaller numbers in {…}, and only what RE2 knows. The whole answer has to fit, without ^, $ and \\Z.",
            path,
        )
