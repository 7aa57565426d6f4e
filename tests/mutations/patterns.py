"""Makes texts that fit a regular expression, for questions that have a pattern."""

import re
import string
from collections.abc import Sequence
from random import Random
from typing import Any

LETTERS = string.ascii_letters + string.digits + " -"
CLASSES = {"CATEGORY_DIGIT": string.digits, "CATEGORY_WORD": string.ascii_letters, "CATEGORY_SPACE": " "}
MOST = 3  # times more than the fewest that a part is repeated


def fitting(pattern: str, dice: Random) -> str | None:
    """A text that the whole pattern fits; None where this is not able to make one."""
    try:
        made = _of(list(re._parser.parse(pattern)), dice)
        return made if re.fullmatch(pattern, made) else None
    except (re.error, ValueError, OverflowError, RecursionError):
        return None


def _of(parts: Sequence[Any], dice: Random) -> str:
    return "".join(_part(str(kind), value, dice) for kind, value in parts)


def _part(kind: str, value: Any, dice: Random) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "IN":
        return dice.choice(_among(value))
    if kind == "ANY":
        return dice.choice(string.ascii_letters)
    if kind in {"MAX_REPEAT", "MIN_REPEAT"}:
        fewest, most, inner = value
        times = dice.randint(fewest, min(int(most), fewest + MOST))
        return "".join(_of(list(inner), dice) for _ in range(times))
    if kind == "SUBPATTERN":
        return _of(list(value[3]), dice)
    if kind == "BRANCH":
        return _of(list(dice.choice(value[1])), dice)
    if kind == "AT":
        return ""
    raise ValueError(kind)


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
                found += CLASSES[str(value)]
            case other:
                raise ValueError(other)
    return "".join(letter for letter in LETTERS if letter not in found) if denied else found
