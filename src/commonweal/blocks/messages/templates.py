"""Message templates: Markdown with {{names}} in it. A value is text: it reads as it was typed, and makes no link,
heading or picture in any channel. In a paragraph it keeps its lines; in a heading or a table it is one line."""

import re
from collections.abc import Mapping
from itertools import count, pairwise
from typing import Any

from markdown_it import MarkdownIt

from commonweal.kernel.written.words import one_line, visible

PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
NAME = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")
# All that can mean something in Markdown; a backslash before it makes it a plain character (CommonMark 2.4).
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# A backslash at the end of a line is a line break (CommonMark 6.7); two of them make an empty line between.
LINE_BREAK = "\\\n"
_MARKED = re.compile(r"cwname(\d+)x")


class Written(str):
    """Text of staff, who may use Markdown in decisions and questions."""


def names_in(words: str) -> list[str]:
    """The names that a template asks for, in order."""
    return PLACE.findall(words)


def has_lone_braces(words: str) -> bool:
    """Whether there are two braces that belong to no name."""
    left = PLACE.sub("", words)
    return "{{" in left or "}}" in left


def names_that_lead(words: str) -> list[str]:
    """The names used in the address of a link, or in code, where a value would be more than text."""
    names = names_in(words)
    tokens = MarkdownIt("commonmark", {"html": False}).parse(_with_marks(words))
    inside = [*tokens, *(child for token in tokens for child in token.children or ())]
    code = [token.content for token in inside if token.type in {"code_inline", "fence", "code_block"}]
    leading = " ".join([*code, *(str(value) for token in inside for value in token.attrs.values())])
    return [name for number, name in enumerate(names) if f"cwname{number}x" in leading]


def _with_marks(words: str) -> str:
    """The template with a plain word for each name: `cwname0x`, `cwname1x` …"""
    numbers = count()
    return PLACE.sub(lambda _: f"cwname{next(numbers)}x", words)


def _in_paragraphs(words: str) -> frozenset[int]:
    """The positions of the names that are in a paragraph, of a list item too, and not in a heading or a table."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(_with_marks(words))
    texts = [
        token.content
        for before, token in pairwise(tokens)
        if before.type == "paragraph_open" and token.type == "inline"
    ]
    return frozenset(int(number) for text in texts for number in _MARKED.findall(text))


def look_up(name: str, values: Mapping[str, object]) -> object:
    """The value of a dotted name; None where any part is absent."""
    found: Any = values
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def as_markdown(value: object, *, lines: bool = False) -> str:
    """A value as Markdown that reads as what was typed, with its `lines` or on one. Words of staff are Markdown
    already."""
    if isinstance(value, Written):
        return str(value)
    parts = visible(str(value)).split("\n") if lines else [str(value)]
    return LINE_BREAK.join(PUNCTUATION.sub(r"\\\1", one_line(part)) for part in parts)


def fill(words: str, values: Mapping[str, object]) -> str:
    """A line of plain text (a subject) with every name replaced by its value; an absent value leaves nothing."""
    return PLACE.sub(lambda match: one_line(str(_value(match, values))), words)


def fill_markdown(words: str, values: Mapping[str, object]) -> str:
    """The same for Markdown (a body), with the lines of a value that is in a paragraph."""
    flowing, numbers = _in_paragraphs(words), count()
    return PLACE.sub(lambda match: as_markdown(_value(match, values), lines=next(numbers) in flowing), words)


def _value(match: re.Match[str], values: Mapping[str, object]) -> object:
    value = look_up(match.group(1), values)
    return "" if value is None or isinstance(value, Mapping | list) else value
