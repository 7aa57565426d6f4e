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


def lengths(pattern: str) -> tuple[int, int]:
    """The fewest and the most characters of texts that fit the whole of a valid pattern."""
    fewest, most = _parse(pattern).getwidth()
    return int(fewest), int(most)


def fitting(pattern: str, dice: Random) -> str | None:
    """A text that the whole pattern fits; None where this is not able to make one."""
    try:
        made = _of(list(_parse(pattern)), dice)
        return made if re.fullmatch(pattern, made) else None
    except (re.error, ValueError, LookupError, OverflowError, RecursionError):
        return None


def _of(parts: Sequence[Any], dice: Random) -> str:
    return "".join(_part(str(kind), value, dice) for kind, value in parts)


def _part(kind: str, value: Any, dice: Random) -> str:
    made = ""
    match kind:
        case "LITERAL":
            made = chr(value)
        case "IN":
            made = dice.choice(_among(value))
        case "ANY":
            made = dice.choice(string.ascii_letters)
        case "MAX_REPEAT" | "MIN_REPEAT":
            fewest, most, inner = value
            times = dice.randint(fewest, min(int(most), fewest + MOST))
            made = "".join(_of(list(inner), dice) for _ in range(times))
        case "SUBPATTERN":
            made = _of(list(value[3]), dice)
        case "BRANCH":
            made = _of(list(dice.choice(value[1])), dice)
        case "AT":  # the beginning or the end, which have no characters
            pass
        case _:
            raise ValueError(kind)
    return made


def _among(items: Sequence[Any]) -> str:
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
