"""Message templates: words with {{names}} in them, filled with plain values; no logic, so nothing can run."""

import re
from collections.abc import Mapping
from typing import Any

PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
NAME = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")


def names_in(words: str) -> list[str]:
    """The names that a template asks for, in order."""
    return PLACE.findall(words)


def look_up(name: str, values: Mapping[str, Any]) -> Any:
    """The value of a dotted name; None where any part is absent."""
    found: Any = values
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def fill(words: str, values: Mapping[str, Any]) -> str:
    """The words with every name replaced by its value; an absent value leaves nothing."""

    def replace(match: re.Match[str]) -> str:
        value = look_up(match.group(1), values)
        if value is None or isinstance(value, Mapping | list):
            return ""
        return str(value)

    return PLACE.sub(replace, words)
