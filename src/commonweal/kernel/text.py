"""Text in several languages, as definitions carry it: a mapping from language code to words."""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from commonweal.kernel.budget import spend
from commonweal.kernel.written.words import visible

Text = Mapping[str, str]
# Steps of a `budget` that it takes to compare a misspelt word with one that exists.
COMPARE = 10


def in_language(text: Text | str | None, language: str, fallbacks: Sequence[str] = ("en",)) -> str:
    """The words in `language`, else in the first fallback that has them, else in any; empty text is ''."""
    if text is None:
        return ""
    return text if isinstance(text, str) else text.get(language_of(text, language, fallbacks), "")


def language_of(text: Text, language: str, fallbacks: Sequence[str] = ("en",)) -> str:
    """The language in which `in_language` finds its words; '' where there are none."""
    for code in (language, language.split("-", maxsplit=1)[0], *fallbacks):
        if text.get(code):
            return code
    return next((code for code, words in text.items() if words), "")


def missing_languages(text: Text | None, languages: Sequence[str]) -> list[str]:
    """The languages of the place in which this text has no words; a text without any words misses none."""
    if not text:
        return []
    return [code for code in languages if not visible(text.get(code, ""))]


def shown(value: object) -> str:
    """A value as a definition has it, in one line and cut where it is long: {name: Ann, works: no}."""
    text = repr(value) if isinstance(value, str) else _flow(value)
    return text if len(text) <= 120 else f"{text[:117]}…"


def _flow(value: object) -> str:
    if isinstance(value, bool | None):
        return {True: "yes", False: "no", None: "nothing"}[value]
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that looks most like this one, if any does; for words that somebody may have misspelt."""
    spend(COMPARE * len(known))
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), None)
