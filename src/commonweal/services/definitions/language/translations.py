"""Finds words that are missing in a language of the place, and names in texts that are never filled."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.text import missing_languages
from commonweal.services.definitions.language.base import LANGUAGE

CODE = re.compile(LANGUAGE)
# What is here is not read by residents.
NOT_WORDS = frozenset({"examples", "migrate", "synonyms"})
PLACE_OF_A_NAME = re.compile(r"\{\{[^{}]*\}\}")


def untranslated(document: Mapping[str, object], languages: Collection[str], path: Path = ()) -> Iterator[Finding]:
    """A finding for every text of the document that lacks a language."""
    wanted = list(languages)
    for where, text in texts(document, wanted, path):
        missing = missing_languages(text, wanted)
        if missing:
            yield Finding(
                "missing-translation",
                f"'{where[-1]}' has no words in {', '.join(missing)}.",
                f"Add {', '.join(f'{code}: …' for code in missing)}, or set `languages` if the service has fewer.",
                where,
            )


def unfilled(document: Mapping[str, object], languages: Collection[str], filled: Collection[str]) -> Iterator[Finding]:
    """A finding for every text with a {{name}} in it, which people would read as it is written: only the sections in
    `filled` have names filled in, and check them."""
    for where, text in texts(document, list(languages)):
        found = [match for words in text.values() for match in PLACE_OF_A_NAME.findall(words)]
        if found and where[0] not in filled:
            yield Finding(
                "name-not-filled",
                f"'{found[0]}' is shown as written: names are filled in only in messages.",
                "Write it without braces, or use words.",
                where,
            )


def texts(value: Any, languages: Collection[str], path: Path = ()) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """Every text of the document with its path."""
    if is_text(value, languages):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if path or key not in NOT_WORDS:
                yield from texts(item, languages, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from texts(item, languages, (*path, number))


def is_text(value: object, languages: Collection[str]) -> bool:
    """Whether a value is words by language: all its keys are language codes, one at least of this place."""
    return (
        isinstance(value, Mapping)
        and not set(languages).isdisjoint(value)
        and all(CODE.fullmatch(key) and isinstance(words, str) for key, words in value.items())
    )
