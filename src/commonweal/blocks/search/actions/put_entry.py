"""Puts something into the index, in all its languages, in the transaction of the change that it follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from commonweal.blocks.search.models import SearchEntry, Stem, Word
from commonweal.blocks.search.ranking import worth_of
from commonweal.blocks.search.stems import stems
from commonweal.blocks.search.tokens import words_of
from commonweal.kernel.text import Text, in_language

INSERT_STEM = "INSERT INTO blocks_search_stem (entry_id, language, stem, worth) VALUES (%s, %s, %s, %s)"
# Words by language; those under "" are the same in all.
Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Document:
    """An entry of the index: `ref` names the object, `href` is its page.

    keywords  what people call it, by language ("" for all languages): as good as its title
    headings  the headings that it is under, by language too: these count less, because they are shared
    weight    its rank among equal matches; 1 is a service that can be used
    """

    kind: str
    ref: str
    href: str
    title: Text
    summary: Text
    keywords: Words = field(default_factory=dict)
    headings: Words = field(default_factory=dict)
    organisation: str = ""
    weight: float = 1.0


def _learn(language: str, text: str) -> None:
    new = {word for word in words_of(text) if len(word) > 2 and not word.isdigit()}
    known = set(Word.objects.filter(language=language, word__in=new).values_list("word", flat=True))
    rows = [Word(language=language, word=word) for word in sorted(new - known)]
    Word.objects.bulk_create(rows, ignore_conflicts=True)


def _stems(text: str, language: str) -> list[str]:
    return list(dict.fromkeys(stem for word in words_of(text) for stem in stems(word, language) if stem))


def _stems_of_all(words: Words, language: str) -> list[str]:
    """The stems of words in all languages, each by its own rules: people search in any language."""
    return [stem for code, texts in words.items() for text in texts for stem in _stems(text, code or language)]


def _own(words: Words, language: str) -> str:
    return " ".join([*words.get("", ()), *words.get(language, ())])


@transaction.atomic
def put_entry(document: Document) -> None:
    """Make or change the entries of a document; languages that it no longer has are taken out."""
    languages = [language for language, words in document.title.items() if words]
    SearchEntry.objects.filter(ref=document.ref).exclude(language__in=languages).delete()
    entries = SearchEntry.objects.bulk_create(
        [_entry(document, language) for language in languages],
        update_conflicts=True,
        unique_fields=["ref", "language"],
        update_fields=["kind", "title", "words", "href", "organisation", "weight", "title_stems"],
    )
    _put_stems(document, entries)
    for entry in entries:
        _learn(entry.language, f"{entry.title} {_own(document.keywords, entry.language)} {entry.words}")


def _put_stems(document: Document, entries: Sequence[SearchEntry]) -> None:
    Stem.objects.filter(entry__in=entries).delete()
    rows = [
        (entry.pk, entry.language, stem, worth) for entry in entries for stem, worth in _worth(document, entry).items()
    ]
    # A service has some hundred and fifty stems. Making an object for each would take a third of applying a folder.
    with connection.cursor() as cursor:
        cursor.executemany(INSERT_STEM, rows)


def _entry(document: Document, language: str) -> SearchEntry:
    title = in_language(document.title, language)[:300]
    return SearchEntry(
        ref=document.ref,
        language=language,
        kind=document.kind,
        title=title,
        words=in_language(document.summary, language),
        href=document.href,
        organisation=document.organisation,
        weight=document.weight,
        title_stems=" ".join(_stems(title, language)),
    )


def _worth(document: Document, entry: SearchEntry) -> dict[str, float]:
    return worth_of(
        title=entry.title_stems.split(),
        keywords=_stems_of_all(document.keywords, entry.language),
        headings=_stems_of_all(document.headings, entry.language),
        words=_stems(entry.words, entry.language),
    )


@transaction.atomic
def drop_entry(ref: str) -> None:
    """Take a document out of the index."""
    SearchEntry.objects.filter(ref=ref).delete()
