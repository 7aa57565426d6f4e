"""Patterns of text questions: RE2, matched by the expression language, so that no pattern can run away."""

import re
from collections.abc import Iterable

from commonweal.kernel.definition import Finding, Path

_NOT_RE2 = re.compile(r"\(\?(=|!|<=|<!|>|\()|\\[1-9]|\(\?P=|[*+?}]\+")


def pattern_expression(pattern: str) -> str:
    """The CEL expression that says whether the whole of `value` matches."""
    quoted = pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'value.matches("^(?:{quoted})$")'


def pattern_findings(pattern: str, path: Path) -> Iterable[Finding]:
    """What makes a pattern unusable: it is no regular expression, or uses what RE2 leaves out."""
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
