"""Puts something into the index, in all its languages, in the transaction of the change that it follows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from modelsearch.backends import get_search_backend

from commonweal.blocks.search.models import SearchEntry, Word
from commonweal.blocks.search.stems import stems
from commonweal.blocks.search.words import words_of
from commonweal.kernel.text import Text, in_language

# Words by language; those under "" are the same in all.
Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Document:
    """What can be found: `ref` names it, `href` is where it stands.

    keywords  what people say for it, by language ("" for words of any): as good as its title
    headings  what it stands under, likewise: less telling, since much stands there
    weight    how far up it comes where others fit as well; 1 is a service that can be used
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


def _stemmed(text: str, language: str) -> str:
    return " ".join(dict.fromkeys(stem for word in words_of(text) for stem in stems(word, language) if stem))


def _stemmed_words(words: Words, language: str) -> str:
    """The stems of words in all languages, each by its own rules: people ask in the language that comes to them."""
    return " ".join(_stemmed(text, code or language) for code, texts in words.items() for text in texts)


def _own(words: Words, language: str) -> str:
    return " ".join([*words.get("", ()), *words.get(language, ())])


@transaction.atomic
def put_entry(document: Document) -> None:
    """Make or change the entries of a document; languages that it no longer has are taken out."""
    languages = [language for language, words in document.title.items() if words]
    kept = []
    for language in languages:
        title, summary = in_language(document.title, language)[:300], in_language(document.summary, language)
        keywords = _own(document.keywords, language)
        entry, _ = SearchEntry.objects.update_or_create(
            ref=document.ref,
            language=language,
            defaults={
                "kind": document.kind,
                "title": title,
                "words": summary,
                "href": document.href,
                "organisation": document.organisation,
                "weight": document.weight,
                "title_stems": _stemmed(title, language),
                "keyword_stems": _stemmed_words(document.keywords, language),
                "heading_stems": _stemmed_words(document.headings, language),
                "word_stems": _stemmed(summary, language),
            },
        )
        kept.append(entry)
        _learn(language, f"{title} {keywords} {summary}")
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
