"""Translates the errors of the YAML library to plain words, with what to write instead."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scanner import Scanner

from commonweal.services.definitions.source.marks import Mark

DEEPEST = 40
# Tokens that the slower parser may read, which takes about a second; a service of some hundred lines has two thousand.
MOST_TOKENS = 40_000
MOST_QUOTED = 60  # characters of the text that a remedy repeats
REMEDY = "Look at the indentation, colons, quotes and brackets here and in the line before."
_QUOTES = "Put the words in quotation marks"
# The library's message, its meaning, and the remedy.
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
        re.compile(r"expected alphabetic or numeric character"),
        "words cannot begin with * or &",
        f"{_QUOTES}: '* like this'.",
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
        re.compile(r"invalid Unicode character escape"),
        "a character is written as an escape that is not valid, or is only half of it",
        "Write the character itself, such as 🙂.",
    ),
    (
        re.compile(r"found character '\\t'|tab"),
        "there is a tab where blanks must be",
        "Indent with blanks.",
    ),
    (
        re.compile(r"expected <block end>|did not find expected|could not find expected ':'"),
        "this line does not fit the indentation, or lacks a colon after its key",
        "Begin it below the other keys of the same thing, or below the - of the other items of its list.",
    ),
    (
        re.compile(r"expected ',' or '[}\]]'|but (?:got|found) '<stream end>'"),
        "brackets are opened and not closed",
        "Close every {{ with }} and every [ with ].",
    ),
)
_KEY = re.compile(r"^(?P<indent>\s*(?:- +)*)[^\s'\"#][^'\"#]*?:(?: +(?P<value>.*))?$")
# What the first parser takes for the end of a line. Python's own splitting of lines takes more, the second one less.
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
# A text in double quotation marks that is not closed in its line.
_OPENED = re.compile(r"""^[^"#']*:\s+"(?:[^"\\]|\\.)*$""")


@dataclass(frozen=True)
class Fault:
    """What is wrong and where; line and column count from 0."""

    message: str
    remedy: str
    line: int
    column: int


def lines_of(text: str) -> list[str]:
    """The lines of a text, as the marks of the first parser count them."""
    return _BREAK.split(text)


def explained(said: str, lines: Sequence[str], line: int, column: int) -> Fault:
    """The library's error in plain words, at the line of the mistake."""
    message, remedy = in_words(said)
    opened = _never_closed(said, lines, line)
    if opened is not None:
        message = "This is not YAML: quotation marks that are opened here are closed in a later line."
        return Fault(message, 'Close them at the end of the words: "like this".', opened, lines[opened].index('"'))
    indent = _too_far_in(said, lines, line, column)
    if indent is not None:
        message = "This is not YAML: this line is indented further than the one before, and so goes on with its value."
        return Fault(message, f"Indent it by {indent} blanks, as the line before.", line, column)
    return Fault(message, remedy, line, column)


class Stop(Exception):
    """The rest of the file cannot be read after this."""

    def __init__(self, code: str, message: str, remedy: str, mark: Mark | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy, self.mark = code, message, remedy, mark or Mark(1, 1)


def too_deep(mark: Mark) -> Stop:
    return Stop("too-deep", f"This is nested more than {DEEPEST} levels deep.", "Flatten it.", mark)


def explain(text: str, refusal: Exception) -> Stop:
    """Why the text is not YAML. A second, slower parser is used: its errors are more precise than those of the
    first."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner = _Scanner
    error = refusal
    lines = lines_of(text)
    try:
        for _ in yaml.parse("\n".join(lines)):
            pass
    except Stop as stop:
        return stop
    except YAMLError as second:
        error = second
    except (_TooLong, ValueError, OverflowError):
        pass  # the first parser's error is enough; the second does not catch invalid character codes
    at = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if isinstance(error, ReaderError):
        return _no_text("\n".join(lines), error)
    if at is None:
        return Stop("not-yaml", f"This is not text that YAML allows: {_short(error)}.", REMEDY)
    said = getattr(error, "problem", None) or getattr(error, "context", None)
    fault = explained(str(said), lines, at.line, at.column)
    return Stop("not-yaml", fault.message, fault.remedy, Mark(fault.line + 1, fault.column + 1))


class _TooLong(Exception):
    """The second parser has read as much as it may."""


class _Scanner(Scanner):
    """Refuses brackets that are nested too deep as soon as it reaches them, and ends after MOST_TOKENS.

    Before the first event it reads on for up to 1,024 characters, and for each token looks at every open bracket."""

    def fetch_more_tokens(self) -> object:
        if self.tokens_taken > MOST_TOKENS:
            raise _TooLong
        return super().fetch_more_tokens()

    def fetch_flow_collection_start(self, *kind: Any, **more: Any) -> None:
        if self.flow_level > DEEPEST:
            at = self.reader.get_mark()
            raise too_deep(Mark(at.line + 1, at.column + 1))
        super().fetch_flow_collection_start(*kind, **more)


def _no_text(text: str, error: ReaderError) -> Stop:
    """A character that YAML does not take, which the library places by its number alone."""
    before = text[: error.position]
    mark = Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))
    message = f"There is a character here that is not valid in text (U+{ord(text[error.position]):04X})."
    return Stop("not-yaml", message, "Take it out.", mark)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160]


def in_words(said: str) -> tuple[str, str]:
    """A message and a remedy for an error of the library."""
    for pattern, meaning, remedy in _KNOWN:
        found = pattern.search(said)
        if found:
            return f"This is not YAML: {meaning.format(*found.groups())}.", remedy.format(*found.groups())
    return "This is not YAML: something here cannot be parsed.", REMEDY


def _never_closed(said: str, lines: Sequence[str], line: int) -> int | None:
    """The line in which quotation marks were opened, where the next ones closed them by accident."""
    if "<scalar>" not in said:
        return None
    before = [number for number, text in enumerate(lines[:line]) if _OPENED.match(text)]
    return before[-1] if before else None


def _too_far_in(said: str, lines: Sequence[str], line: int, column: int) -> int | None:
    """How far a key has to be indented that was taken for more words of the value in the line before."""
    if "mapping values" not in said or not 0 < line < len(lines):
        return None
    here, before = _KEY.match(lines[line]), _KEY.match(lines[line - 1])
    if here is None or before is None or not before["value"] or ":" in lines[line][:column]:
        return None
    return len(before["indent"]) if len(here["indent"]) > len(before["indent"]) else None


def with_comma(line: str) -> str:
    """The remedy for words in { } that have a comma in them; the line begins with them."""
    words = re.split(r",\s*[\w-]+:\s|\}", line)[0].strip()
    if re.fullmatch(r"[£$€]?[\d, .]+", words):
        return f"Write the number without commas: {re.sub(r'[£$€, ]', '', words)}."
    return f'{_QUOTES}: "{words[:MOST_QUOTED]}".'


def quotation(words: str) -> str:
    """The remedy for words whose first character has a meaning of its own."""
    mark = "'" if '"' in words else '"'
    return f"Put all of it in quotation marks: {mark}{words.strip()[:MOST_QUOTED]}{mark}."
