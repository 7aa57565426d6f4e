"""Answers a search: exactly first, then with mended words, then with any of them; what is not found is noted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from modelsearch.backends import get_search_backend
from modelsearch.query import And, Or, PlainText

from commonweal.blocks.search.events import SearchFoundNothing
from commonweal.blocks.search.models import SearchEntry, Synonym, Word
from commonweal.blocks.search.words import asked_words, without_personal
from commonweal.kernel import journal
from commonweal.kernel.acting import Acting

MOST = 50
# How like an unknown word must be to a known one: one mistake in four letters, two in eight.
ALIKE = 0.74


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    kind: str
    ref: str
    title: str
    summary: str
    href: str
    organisation: str


@dataclass(frozen=True)
class Found:
    """What a search gave. `mended` are the words that were searched instead, where the typed ones gave nothing;
    `loose` says that not every word occurs in every hit."""

    hits: Sequence[Hit]
    mended: str = ""
    loose: bool = False


def _synonyms(words: Sequence[str], language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {word: [word] for word in words}
    rows = Synonym.objects.filter(language=language, word__in=words)
    for word, means in rows.values_list("word", "means"):
        found[word].append(means)
    return found


def _ask(words: Sequence[str], language: str, kinds: Sequence[str], *, loose: bool) -> list[Hit]:
    if not words:
        return []
    choices = [
        Or([PlainText(meaning) for meaning in meanings]) if len(meanings) > 1 else PlainText(meanings[0])
        for meanings in _synonyms(words, language).values()
    ]
    question = choices[0] if len(choices) == 1 else Or(choices) if loose else And(choices)
    rows = SearchEntry.objects.filter(language=language)
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    return [
        Hit(row.kind, row.ref, row.title, row.words, row.href, row.organisation)
        for row in get_search_backend().search(question, rows)[:MOST]
    ]


def _mended(words: Sequence[str], language: str) -> list[str]:
    """The words with each unknown one replaced by the most alike known one."""
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extractOne

    known = set(Word.objects.filter(language=language, word__in=words).values_list("word", flat=True))
    if known >= set(words):
        return list(words)
    vocabulary = sorted(Word.objects.filter(language=language).values_list("word", flat=True))
    mended = []
    for word in words:
        near = None
        if word not in known and len(word) > 2:
            near = extractOne(word, vocabulary, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=ALIKE)
        mended.append(near[0] if near else word)
    return mended


def find(text: str, *, language: str, acting: Acting, kinds: Sequence[str] = ()) -> Found:
    """Search in one language. A search that finds nothing is journalled as unmet demand, without personal data."""
    words = asked_words(text, language)
    hits = _ask(words, language, kinds, loose=False)
    if hits or not words:
        return Found(hits)
    mended = _mended(words, language)
    changed = " ".join(mended) if mended != words else ""
    if changed:
        hits = _ask(mended, language, kinds, loose=False)
        if hits:
            return Found(hits, mended=changed)
    hits = _ask(mended, language, kinds, loose=True) if len(mended) > 1 else []
    if hits:
        return Found(hits, mended=changed, loose=True)
    _note(text, language, changed, acting)
    return Found([])


@transaction.atomic
def _note(text: str, language: str, nearest: str, acting: Acting) -> None:
    fact = SearchFoundNothing(words=without_personal(text), language=language, nearest=nearest)
    # Who looked for something is nobody's business: the entry names no person.
    journal.record(fact, acting=_nobody(acting), object="search:portal")


def _nobody(acting: Acting) -> Acting:
    return Acting(actor="somebody", channel=acting.channel, purpose="finding a service")
