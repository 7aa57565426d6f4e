"""Says in plain words what the YAML library finds wrong, and what to write instead."""

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scanner import Scanner

from commonweal.services.definitions.marks import Mark

DEEPEST = 40
REMEDY = "Look at the indentation, colons, quotes and brackets here and in the line before."
_QUOTES = "Put the words in quotation marks"
# What the library says, what that means, and the remedy.
_KNOWN = (
    (
        re.compile(r"mapping values are not allowed|but (?:got|found) ':'"),
        "there is a colon and a blank among words, which begins a value",
        f"{_QUOTES}: 'Note: like this'.",
    ),
    (
        re.compile(r"found character '(.)' that cannot start"),
        "words cannot begin with {0}",
        f"{_QUOTES}: '{{0}} like this'.",
    ),
    (
        re.compile(r"but (?:got|found) '<scalar>'"),
        "something follows where quotation marks or brackets have ended",
        f"{_QUOTES} as a whole. Inside '…', write an apostrophe twice: 'It''s like this'.",
    ),
    (
        re.compile(r"found unexpected end of stream|while scanning a quoted scalar"),
        "quotation marks are opened and not closed",
        "Close them. Inside '…', write an apostrophe twice: 'It''s like this'.",
    ),
    (
        re.compile(r"found character '\\t'|tab"),
        "there is a tab where blanks must be",
        "Indent with blanks.",
    ),
)


class Stop(Exception):
    """The rest of the file cannot be read after this."""

    def __init__(self, code: str, message: str, remedy: str, mark: Mark | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy, self.mark = code, message, remedy, mark or Mark(1, 1)


def too_deep(mark: Mark) -> Stop:
    return Stop("too-deep", f"This is nested more than {DEEPEST} levels deep.", "Flatten it.", mark)


def explain(text: str, refusal: Exception) -> Stop:
    """Why the text is not YAML. A second, slower parser is asked: it says more, and names the place more closely, than
    the one whose refusal this is."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner = _Scanner
    error = refusal
    try:
        for _ in yaml.parse(text):
            pass
    except Stop as stop:
        return stop
    except YAMLError as second:
        error = second
    at = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if at is None:
        return Stop("not-yaml", f"This is not text that YAML allows: {_short(error)}.", REMEDY)
    said = getattr(error, "problem", None) or getattr(error, "context", None)
    return Stop("not-yaml", *in_words(str(said)), Mark(at.line + 1, at.column + 1))


class _Scanner(Scanner):
    """Refuses brackets that are nested too deep as soon as it comes to them.

    Before the first event it reads on for up to 1,024 characters, and for each token looks at every open bracket."""

    def fetch_flow_collection_start(self, TokenClass: Any, to_push: str) -> None:  # noqa: N803 - the library's name
        if self.flow_level > DEEPEST:
            at = self.reader.get_mark()
            raise too_deep(Mark(at.line + 1, at.column + 1))
        super().fetch_flow_collection_start(TokenClass, to_push)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160]


def in_words(said: str) -> tuple[str, str]:
    """A message and a remedy for what the library said."""
    for pattern, meaning, remedy in _KNOWN:
        found = pattern.search(said)
        if found:
            return f"This is not YAML: {meaning.format(*found.groups())}.", remedy.format(*found.groups())
    return f"This is not YAML: {said}.", REMEDY
