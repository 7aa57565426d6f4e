"""Keys for questions and options: made of the names or words that the other platform has for them."""

import re
import unicodedata

from commonweal.blocks.forms.pages.checking import RESERVED

LONGEST = 50


def key_from(words: str) -> str:
    """ "ukPassport" -> "uk_passport"; "What is your name?" -> "what_is_your_name"; "3jdOpV" -> "q_3jd_op_v"."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain)
    key = re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")[:LONGEST].strip("_")
    if not key or not key[0].isalpha():
        key = f"q_{key}".rstrip("_")
    return f"{key}_answer" if key in RESERVED else key


class Keys:
    """Gives each thing a key of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, *candidates: str) -> str:
        """The first candidate whose key is free, else the last with a number."""
        made = [key_from(candidate) for candidate in candidates]
        free = next((key for key in made if key not in self._taken), None)
        number = 2
        while free is None:
            numbered = f"{made[-1]}_{number}"
            free = None if numbered in self._taken else numbered
            number += 1
        self._taken.add(free)
        return free
