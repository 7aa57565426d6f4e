"""The bounds of what reaches the CEL library: it is fast, but deeply nested data crash it and long lists are slow.

The figures come from measuring the library: within them no expression and no answer takes a tenth of a second.
"""

from collections.abc import Mapping
from typing import Any

from commonweal.blocks.rules.problems import RuleRefused

SOURCE_LENGTH = 4_000  # characters of an expression
SOURCE_DEPTH = 32  # brackets inside brackets; the library's own parser stops there too
TREE_NODES = 1_500
DATA_DEPTH = 12  # lists and records inside each other
LIST_ITEMS = 1_000
TEXT_LENGTH = 50_000
DATA_WEIGHT = 20_000  # items, fields and hundreds of characters of everything that one expression reads
INTEGER_LIMIT = 2**63
PATTERN_LENGTH = 200

OPENING, CLOSING = frozenset("([{"), frozenset(")]}")


def refuse_source(source: str) -> None:
    """RuleRefused if an expression is longer or more deeply nested than the library should see."""
    if len(source) > SOURCE_LENGTH:
        raise RuleRefused(
            f"The expression has {len(source)} characters; the limit is {SOURCE_LENGTH}.",
            remedy="Split it: give parts of it a name under facts.",
        )
    if any(0xD800 <= ord(character) <= 0xDFFF for character in source):
        raise RuleRefused("The expression holds a character that is not text.", remedy="Write it again by hand.")
    # Brackets inside quoted text count too: no honest expression has so many, and a plain loop cannot be fooled.
    depth = 0
    for character in source:
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
        if depth > SOURCE_DEPTH:
            raise RuleRefused(
                f"The expression has more than {SOURCE_DEPTH} brackets inside each other.",
                remedy="Split it: give parts of it a name under facts.",
            )


def weigh(value: Any, name: str) -> int:
    """The weight of an answer: its items and fields, and one for each hundred characters.

    RuleRefused, naming the answer, where it is too deep, too long or not plain data."""
    weight = 0
    waiting: list[tuple[Any, int]] = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        weight += 1
        if isinstance(item, str):
            weight += len(item) // 100
            _text_fits(item, name)
        elif isinstance(item, Mapping):
            _container_fits(item, depth, name)
            for key in item:
                _text_fits(str(key), name)
            waiting += [(part, depth + 1) for part in item.values()]
        elif isinstance(item, list | tuple):
            _container_fits(item, depth, name)
            waiting += [(part, depth + 1) for part in item]
        if weight + len(waiting) > DATA_WEIGHT:
            raise _too_much(name, f"holds more than {DATA_WEIGHT} values")
    return weight


def _text_fits(text: str, name: str) -> None:
    if len(text) > TEXT_LENGTH:
        raise _too_much(name, f"holds a text of more than {TEXT_LENGTH} characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _too_much(name, "holds a character that is not text") from None


def _container_fits(item: Mapping[Any, Any] | list[Any] | tuple[Any, ...], depth: int, name: str) -> None:
    if depth >= DATA_DEPTH:
        raise _too_much(name, f"is nested more than {DATA_DEPTH} levels deep")
    if len(item) > LIST_ITEMS:
        raise _too_much(name, f"has a list of more than {LIST_ITEMS} items")


def _too_much(name: str, what: str) -> RuleRefused:
    return RuleRefused(
        f"The answer to '{name}' {what}.", remedy="Give a shorter answer.", fields={name: f"This {what}."}
    )
