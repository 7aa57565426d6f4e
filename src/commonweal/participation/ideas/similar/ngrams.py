"""Character n-grams: the runs of three to five letters within words, which need no dictionary of any language."""

from __future__ import annotations

SHORTEST, LONGEST = 3, 5


def ngrams(normal: str) -> set[str]:
    """All runs of 3, 4 and 5 characters within the words of a normalised text, each word with a space around it.

    The spaces mark beginnings and ends of words. A word too short for any run is taken whole. Letters of scripts
    without spaces between words (Chinese, Japanese, Thai) are taken in runs as if the phrase were one word."""
    found: set[str] = set()
    for word in normal.split():
        padded = f" {word} "
        for length in range(SHORTEST, LONGEST + 1):
            if len(padded) < length:
                break
            found.update(padded[at : at + length] for at in range(len(padded) - length + 1))
    return found
