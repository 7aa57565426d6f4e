"""Message templates: Markdown with {{names}} in it. A value is text: it reads as it was typed, on one line, and makes
no link, heading or picture in any channel."""

import re
from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt

from commonweal.kernel.written.words import one_line

PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
NAME = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")
# All that can mean something in Markdown; a backslash before it makes it a plain character (CommonMark 2.4).
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class Written(str):
    """Text of staff, who may use Markdown in decisions and questions."""


def names_in(words: str) -> list[str]:
    """The names that a template asks for, in order."""
    return PLACE.findall(words)


def names_that_lead(words: str) -> list[str]:
    """The names used in the address of a link, or in code, where a value would be more than text."""
    names = names_in(words)
    numbers = iter(range(len(names)))
    tokens = MarkdownIt("commonmark", {"html": False}).parse(PLACE.sub(lambda _: f"cwname{next(numbers)}x", words))
    inside = [*tokens, *(child for token in tokens for child in token.children or ())]
    code = [token.content for token in inside if token.type in {"code_inline", "fence", "code_block"}]
    leading = " ".join([*code, *(str(value) for token in inside for value in token.attrs.values())])
    return [name for number, name in enumerate(names) if f"cwname{number}x" in leading]


def look_up(name: str, values: Mapping[str, Any]) -> Any:
    """The value of a dotted name; None where any part is absent."""
    found: Any = values
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def as_markdown(value: object) -> str:
    """A value as Markdown that reads as what was typed. Words of staff are Markdown already."""
    if isinstance(value, Written):
        return str(value)
    return PUNCTUATION.sub(r"\\\1", one_line(str(value)))


def fill(words: str, values: Mapping[str, Any]) -> str:
    """A line of plain text (a subject) with every name replaced by its value; an absent value leaves nothing."""
    return PLACE.sub(lambda match: one_line(str(_value(match, values))), words)


def fill_markdown(words: str, values: Mapping[str, Any]) -> str:
    """The same for Markdown (a body)."""
    return PLACE.sub(lambda match: as_markdown(_value(match, values)), words)


def _value(match: re.Match[str], values: Mapping[str, Any]) -> object:
    value = look_up(match.group(1), values)
    return "" if value is None or isinstance(value, Mapping | list) else value
