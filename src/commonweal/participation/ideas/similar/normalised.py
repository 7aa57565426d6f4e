"""A text without what does not change its meaning: case, accents, punctuation, spacing, ways of encoding."""

from __future__ import annotations

import hashlib
import unicodedata

# Longer texts are compared by their beginning, so that long texts cannot slow the index down.
LONGEST = 5000
# In these scripts an accent modifies a letter; in others (Arabic, Hindi, Thai …) a mark is a sound of its own.
WITH_ACCENTS = ("LATIN", "GREEK", "CYRILLIC")


def normalised(text: str) -> str:
    """Words in lower case, parted by single spaces; at most the first 5,000 characters of the text.

    Compatibility forms become plain ones (Unicode NFKC, so that full-width and ligature letters agree) and
    case is folded. Accents on Latin, Greek and Cyrillic letters go; marks of other scripts stay.
    """
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    letters: list[str] = []
    accented = False
    for letter in unicodedata.normalize("NFKD", folded):
        kind = unicodedata.category(letter)[0]
        if kind == "M":
            if not accented:
                letters.append(letter)
        elif kind in "LN":
            accented = letter.isascii() or unicodedata.name(letter, "").startswith(WITH_ACCENTS)
            letters.append(letter)
        else:
            accented = False
            letters.append(" ")
    return " ".join(unicodedata.normalize("NFC", "".join(letters)).split())


def text_hash(text: str) -> str:
    """SHA-256 of the normalised text, in hexadecimal: the same for texts that are equal after normalising."""
    return hashlib.sha256(normalised(text).encode()).hexdigest()
