"""What an unquoted word of a definition means: nothing, true or false, a number, or the word itself."""

import re

WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?")
NOT_NUMBERS = frozenset({".inf", "-.inf", "+.inf", ".nan"})
# RFC 8785 writes numbers as JavaScript does, which counts exactly up to here.
LARGEST = 2**53 - 1


class Unspeakable(ValueError):
    """A number that has no exact form in JSON."""


def plain_value(word: str) -> str | int | float | bool | None:
    """YAML 1.2's core meaning of an unquoted scalar. Days stay text ("2026-04-01"), `yes` and `no` are words, and a
    number with a leading zero is text, so that no telephone number or code loses one. Raises Unspeakable."""
    if word in {"", "~", "null", "Null", "NULL"}:
        return None
    if word in {"true", "True", "TRUE"}:
        return True
    if word in {"false", "False", "FALSE"}:
        return False
    if word.lower() in NOT_NUMBERS:
        raise Unspeakable(f"{_cut(word)} is not a number that a definition can hold")
    if WHOLE.fullmatch(word):
        if len(word) > 17 or abs(int(word)) > LARGEST:
            raise Unspeakable(f"{_cut(word)} is larger than a number can be here")
        return int(word)
    if DECIMAL.fullmatch(word):
        value = float(word)
        if value in (float("inf"), float("-inf")):
            raise Unspeakable(f"{_cut(word)} is larger than a number can be here")
        # 12.00 and 12 are one value, as in JSON; the same document must not have two hashes or two meanings.
        return int(value) if value.is_integer() and abs(value) <= LARGEST else value
    return word


def _cut(word: str) -> str:
    return word if len(word) <= 60 else f"{word[:60]}…"
