"""The forms under which a word is indexed and asked for, so that "bins", "biniau" and "fin" all find a bin."""

import unicodedata
from functools import lru_cache
from typing import Any

from commonweal.blocks.search import welsh

# Languages whose words the Snowball project can reduce to stems, by code.
SNOWBALL = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "et": "estonian",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip


@lru_cache(maxsize=32)
def _stemmer(language: str) -> Any | None:
    import snowballstemmer

    name = SNOWBALL.get(language.split("-", maxsplit=1)[0])
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


def folded(word: str) -> str:
    """The word without accents and apostrophes, which people often do not type."""
    plain = unicodedata.normalize("NFKD", word.replace("'", ""))
    return "".join(character for character in plain if not unicodedata.combining(character))


@lru_cache(maxsize=20_000)
def stems(word: str, language: str) -> tuple[str, ...]:
    """All stems of a word in lower case, its own first. Welsh words have one for each initial that a mutation may have
    changed; in a language without a stemmer the word is its own stem."""
    if language == "cy":
        return welsh.stems(folded(word))
    stemmer = _stemmer(language)
    return (folded(stemmer.stemWord(word) if stemmer else word),)
