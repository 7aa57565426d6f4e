"""Text in several languages, as definitions carry it: a mapping from language code to words."""

from collections.abc import Mapping, Sequence

Text = Mapping[str, str]


def in_language(text: Text | str | None, language: str, fallbacks: Sequence[str] = ("en",)) -> str:
    """The words in `language`, else in the first fallback that has them, else in any; empty text is ''."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    for code in (language, language.split("-", maxsplit=1)[0], *fallbacks):
        if text.get(code):
            return text[code]
    return next((words for words in text.values() if words), "")


def missing_languages(text: Text | None, languages: Sequence[str]) -> list[str]:
    """The languages of the place in which this text has no words; a text without any words misses none."""
    if not text:
        return []
    return [code for code in languages if not text.get(code, "").strip()]
