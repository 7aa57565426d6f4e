"""Words of forms: localised texts of definitions, and our own messages in the reader's language."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated

from django.conf import settings
from pydantic import BeforeValidator, Field

from commonweal.kernel.patterns import pattern
from commonweal.kernel.text import Text, in_language

# A label that ends in one of these needs no colon after it.
SENTENCE_ENDS = ("?", ".", "!", ":", "…", "？", "。", "！", "：", "؟")
LANGUAGE = pattern(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$", "the code of a language, such as en or cy")


def _as_words(value: object) -> object:
    if isinstance(value, str):
        raise ValueError(f"these words have no language; write it before them, for example {{en: {value[:40]}}}")
    return value


Localised = Annotated[
    dict[Annotated[str, Field(pattern=LANGUAGE)], str],
    BeforeValidator(_as_words),
    Field(description="Words by language code, for example {en: Address, cy: Cyfeiriad}"),
]


def say(language: str, message: str, **values: object) -> str:
    """Our own words in a language, with `{names}` filled in; as written where no catalogue is loaded."""
    words = _translated(language, message)
    return words.format(**values) if values else words


@lru_cache(maxsize=4096)
def _kept(language: str, message: str) -> str:
    from django.utils.translation import gettext, override

    with override(language):
        return gettext(message)


def _translated(language: str, message: str) -> str:
    # Pure commands check forms without any Django settings; their messages stay in English.
    if not settings.configured:
        return message
    from django.apps import apps

    if not apps.ready or not settings.USE_I18N:
        return message
    return _kept(language, message)


def humanised(key: str) -> str:
    """A key as words, for want of better ones: "could_not_collect" -> "Could not collect"."""
    words = key.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def with_label(label: str, words: str) -> str:
    """Words after the label that they belong to: "Colour: red", but "What is your name? Ann"."""
    return f"{label} {words}" if label.endswith(SENTENCE_ENDS) else f"{label}: {words}"


def first_words(texts: Sequence[Text | None], language: str, otherwise: str) -> str:
    """The first of the texts that has any words, in the language; else `otherwise`."""
    for text in texts:
        words = in_language(text, language)
        if words:
            return words
    return otherwise
