"""The patterns that names in a definition must match, each with words for people who read no regular expressions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from commonweal.kernel.text import nearest


@dataclass(frozen=True)
class InWords:
    """What a pattern asks for.

    words    a noun phrase with an example: "small letters and digits, such as bin2"
    fixed    whole words that match it
    instead  other words for some of them
    endings  what may be omitted: "role:{}" makes role:officer of officer
    """

    words: str
    fixed: Sequence[str] = ()
    instead: Mapping[str, str] = field(default_factory=dict)
    endings: Sequence[str] = ()


_KNOWN: dict[str, InWords] = {}


def pattern(
    regex: str,
    words: str,
    *,
    fixed: Sequence[str] = (),
    instead: Mapping[str, str] = MappingProxyType({}),
    endings: Sequence[str] = (),
) -> str:
    """The regular expression, whose meaning in words is remembered for the messages of `check`."""
    _KNOWN[regex] = InWords(words, fixed, instead, endings)
    return regex


def known() -> Iterator[str]:
    """All patterns that were made by `pattern`."""
    return iter(_KNOWN)


def in_words(regex: str) -> str:
    """What a pattern asks for; '' for one that was not made by `pattern`."""
    return _KNOWN[regex].words if regex in _KNOWN else ""


def meant(regex: str, written: str) -> str:
    """What somebody may have meant who wrote something that a pattern refuses; '' where nothing is likely."""
    asked = _KNOWN.get(regex, InWords(""))
    near = asked.instead.get(written.lower()) or nearest(written.lower(), asked.fixed)
    if near:
        return near
    spellings = list(_spellings(written[:100]))
    endings = ("{}", *asked.endings)
    tried = (ending.format(spelling) for ending in endings for spelling in spellings)
    return next((text for text in tried if text and re.fullmatch(regex, text)), "")


def _spellings(written: str) -> Iterator[str]:
    text = written.strip()
    yield text
    yield re.sub(r"\s*([:.])\s*", r"\1", text)
    yield text.lower()
    for between in ("-", "_"):
        yield re.sub(r"[\s_-]+", between, text.lower()).strip(between)
