"""Says in plain words what the YAML library finds wrong, and what to write instead."""

import re

REMEDY = "Look at the indentation, colons, quotes and brackets here and in the line before."
_QUOTES = "Put the words in quotation marks"
# What the library says, what that means, and the remedy.
_KNOWN = (
    (
        re.compile(r"mapping values are not allowed|but (?:got|found) ':'"),
        "there is a colon and a blank among words, which begins a value",
        f"{_QUOTES}: 'Note: like this'.",
    ),
    (
        re.compile(r"found character '(.)' that cannot start"),
        "words cannot begin with {0}",
        f"{_QUOTES}: '{{0}} like this'.",
    ),
    (
        re.compile(r"but (?:got|found) '<scalar>'"),
        "something follows where quotation marks or brackets have ended",
        f"{_QUOTES} as a whole. Inside '…', write an apostrophe twice: 'It''s like this'.",
    ),
    (
        re.compile(r"found unexpected end of stream|while scanning a quoted scalar"),
        "quotation marks are opened and not closed",
        "Close them. Inside '…', write an apostrophe twice: 'It''s like this'.",
    ),
    (
        re.compile(r"found character '\\t'|tab"),
        "there is a tab where blanks must be",
        "Indent with blanks.",
    ),
)


def in_words(said: str) -> tuple[str, str]:
    """A message and a remedy for what the library said."""
    for pattern, meaning, remedy in _KNOWN:
        found = pattern.search(said)
        if found:
            return f"This is not YAML: {meaning.format(*found.groups())}.", remedy.format(*found.groups())
    return f"This is not YAML: {said}.", REMEDY
