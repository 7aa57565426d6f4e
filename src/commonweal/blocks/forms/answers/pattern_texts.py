"""Texts that fit the pattern of a question: how long they can be, and some that do."""

import re
import string
from collections.abc import Sequence
from importlib import import_module
from random import Random
from typing import Any

# Python's own reader of regular expressions, which has no public name.
_parse: Any = import_module("re._parser").parse

LETTERS = string.ascii_letters + string.digits + " -"
CLASSES = {"DIGIT": string.digits, "WORD": string.ascii_letters + string.digits + "_", "SPACE": " "}
MOST = 3  # times more than the fewest that a part is repeated
# Parts of one text. Repeats inside repeats multiply: a short pattern can ask for more than fits into memory.
MOST_PARTS = 10_000


def lengths(pattern: str) -> tuple[int, int]:
    """The fewest and the most characters of texts that fit the whole of a valid pattern."""
    fewest, most = _parse(pattern).getwidth()
    return int(fewest), int(most)


def drawn(pattern: str, dice: Random) -> str | None:
    """A text that is likely to fit; None where none can be made.

    Only the expression language can decide whether it does: Python's own matching may take hours for one text."""
    try:
        return _Maker(dice).of(list(_parse(pattern)))
    except (re.error, ValueError, LookupError, OverflowError, RecursionError):
        return None


class _Maker:
    """Makes one text. Raises ValueError for what it cannot make, or what gets too long."""

    def __init__(self, dice: Random) -> None:
        self.dice, self.left = dice, MOST_PARTS

    def of(self, parts: Sequence[tuple[object, Any]]) -> str:
        return "".join(self.part(str(kind), value) for kind, value in parts)

    def part(self, kind: str, value: Any) -> str:
        made = ""
        match kind:
            case "LITERAL":
                made = chr(value)
            case "IN":
                made = self.dice.choice(_among(value))
            case "ANY":
                made = self.dice.choice(string.ascii_letters)
            case "MAX_REPEAT" | "MIN_REPEAT":
                made = self.repeated(*value)
            case "SUBPATTERN":
                made = self.of(list(value[3]))
            case "BRANCH":
                made = self.of(list(self.dice.choice(value[1])))
            case "AT":  # the beginning or the end, which have no characters
                pass
            case _:
                raise ValueError(kind)
        return made

    def repeated(self, fewest: int, most: int, inner: Sequence[tuple[object, Any]]) -> str:
        times = self.dice.randint(fewest, min(int(most), fewest + MOST))
        self.left -= 1 + times
        if self.left < 0:
            raise ValueError("too many repeats")
        return "".join(self.of(list(inner)) for _ in range(times))


def _among(items: Sequence[tuple[object, Any]]) -> str:
    found, denied = "", False
    for kind, value in items:
        match str(kind):
            case "NEGATE":
                denied = True
            case "LITERAL":
                found += chr(value)
            case "RANGE":
                found += "".join(map(chr, range(value[0], min(value[1], value[0] + 200) + 1)))
            case "CATEGORY":
                name = str(value).removeprefix("CATEGORY_")
                of_class = CLASSES.get(name.removeprefix("NOT_"), "")
                found += _others(of_class) if name.startswith("NOT_") else of_class
            case other:
                raise ValueError(other)
    return _others(found) if denied else found


def _others(characters: str) -> str:
    return "".join(each for each in LETTERS + string.punctuation if each not in characters)
