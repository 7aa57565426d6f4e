"""Puts something into the index, in all its languages, in the transaction of the change that it follows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from modelsearch.backends import get_search_backend

from commonweal.blocks.search.models import SearchEntry, Word
from commonweal.blocks.search.words import words_of
from commonweal.kernel.text import Text, in_language


@dataclass(frozen=True)
class Document:
    """What can be found: `ref` names it, `href` is where it stands."""

    kind: str
    ref: str
    href: str
    title: Text
    summary: Text
    keywords: Iterable[str] = ()
    organisation: str = ""


def _learn(language: str, text: str) -> None:
    new = {word for word in words_of(text) if len(word) > 2 and not word.isdigit()}
    known = set(Word.objects.filter(language=language, word__in=new).values_list("word", flat=True))
    rows = [Word(language=language, word=word) for word in sorted(new - known)]
    Word.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def put_entry(document: Document) -> None:
    """Make or change the entries of a document; languages that it no longer has are taken out."""
    languages = [language for language, words in document.title.items() if words]
    keywords = " ".join(document.keywords)
    kept = []
    for language in languages:
        entry, _ = SearchEntry.objects.update_or_create(
            ref=document.ref,
            language=language,
            defaults={
                "kind": document.kind,
                "title": in_language(document.title, language)[:300],
                "keywords": keywords,
                "words": in_language(document.summary, language),
                "href": document.href,
                "organisation": document.organisation,
            },
        )
        kept.append(entry)
        _learn(language, f"{entry.title} {keywords} {entry.words}")
    _drop(SearchEntry.objects.filter(ref=document.ref).exclude(language__in=languages))
    get_search_backend().add_bulk(SearchEntry, kept)


def _drop(rows: "Iterable[SearchEntry]") -> None:
    backend = get_search_backend()
    for row in rows:
        backend.delete(row)
        row.delete()


@transaction.atomic
def drop_entry(ref: str) -> None:
    """Take a document out of the index."""
    _drop(SearchEntry.objects.filter(ref=ref))
