"""Answers a search: what has all the words, else what has some; only where nothing has any are mistakes corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, Sum

from commonweal.blocks.search.events import SearchFoundNothing
from commonweal.blocks.search.models import SearchEntry, Stem, Synonym
from commonweal.blocks.search.ranking import MUTATED, SYNONYM, Candidate, Ranked, Term, rank
from commonweal.blocks.search.spelling import corrected
from commonweal.blocks.search.stems import stems
from commonweal.blocks.search.tokens import asked_words, is_weak, without_personal, words_of
from commonweal.kernel import journal
from commonweal.kernel.acting import Acting

MOST = 50
# How many entries the database may offer; `ranking` decides their order.
CANDIDATES = 200
LONGEST_PHRASE = 3


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
    """The result of a search. `corrected` are the words that were searched instead, where the typed ones found nothing;
    `loose` means that not every word occurs in every hit."""

    hits: Sequence[Hit]
    corrected: str = ""
    loose: bool = False


def _phrases(words: Sequence[str]) -> dict[str, range]:
    """Every run of up to LONGEST_PHRASE words, and the places of its words."""
    return {
        " ".join(words[start:end]): range(start, end)
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(words)) + 1)
    }


def _stems_of(word: str, language: str) -> dict[str, float]:
    """The stems of a word; in the place's other languages, too, since people mix them."""
    languages = dict.fromkeys([language, *(code for code, _ in settings.LANGUAGES)])
    found: dict[str, float] = {}
    for code in languages:
        for place, stem in enumerate(stems(word, code)):
            found.setdefault(stem, 1.0 if place == 0 else MUTATED)
    return found


def _terms(words: Sequence[str], language: str) -> list[Term]:
    meant: list[dict[str, float]] = [_stems_of(word, language) for word in words]
    phrases = _phrases(words)
    rows = Synonym.objects.filter(language=language, word__in=list(phrases))
    for phrase, means in rows.values_list("word", "means"):
        for place in phrases[phrase]:
            for word in means.split():
                for stem in stems(word, language):
                    meant[place].setdefault(stem, SYNONYM)
    return [Term(word, of, is_weak(word, language)) for word, of in zip(words, meant, strict=True)]


def _candidates(terms: Sequence[Term], language: str, kinds: Sequence[str]) -> dict[int, SearchEntry]:
    """The entries whose stems are worth most, with those of their stems that were asked for; three small queries."""
    wanted = Stem.objects.filter(language=language, stem__in={stem for term in terms for stem in term.stems})
    best = wanted.filter(entry__kind__in=list(kinds)) if kinds else wanted
    top = best.values("entry").annotate(worth=Sum("worth")).order_by("-worth", "entry")[:CANDIDATES]
    rows = SearchEntry.objects.prefetch_related(Prefetch("stems", queryset=wanted, to_attr="asked"))
    return dict(rows.in_bulk([row["entry"] for row in top]))


def _ask(words: Sequence[str], language: str, kinds: Sequence[str]) -> tuple[list[Hit], bool]:
    """The hits, best first, and whether every one of them has all the words."""
    terms = _terms(words, language)
    entries = _candidates(terms, language, kinds)
    ranked = [one for one in rank(terms, [_candidate(entry) for entry in entries.values()]) if one.strong]
    every = [one for one in ranked if one.every]
    # An organisation or a page of help that has all the words does not hide the services that have some.
    enough = any(one.whole and entries[one.key].weight >= 1 for one in every)
    return [_hit(entries, one) for one in (every if enough else ranked)[:MOST]], bool(every)


def _candidate(entry: SearchEntry) -> Candidate:
    asked: list[Stem] = entry.asked  # type: ignore[attr-defined]  # prefetched
    return Candidate(
        entry.pk, {row.stem: row.worth for row in asked}, frozenset(entry.title_stems.split()), entry.weight
    )


def _hit(entries: dict[int, SearchEntry], ranked: Ranked) -> Hit:
    row = entries[ranked.key]
    return Hit(row.kind, row.ref, row.title, row.words, row.href, row.organisation)


def find(text: str, *, language: str, acting: Acting, kinds: Sequence[str] = ()) -> Found:
    """Search in one language. A search that finds nothing is journalled as unmet demand, without personal data."""
    words = asked_words(text, language)
    if not words:
        return Found([])
    hits, whole = _ask(words, language, kinds)
    if hits:
        return Found(_just_this_first(hits, text), loose=not whole)
    instead = corrected(words, language)
    changed = " ".join(instead) if instead != words else ""
    if changed:
        hits, whole = _ask(instead, language, kinds)
        if hits:
            return Found(hits, corrected=changed, loose=not whole)
    _note(text, language, changed, acting)
    return Found([])


def _just_this_first(hits: Sequence[Hit], text: str) -> list[Hit]:
    """An entry whose title is exactly what was typed comes first, even where its words are too short to search for."""
    asked = words_of(text)
    return sorted(hits, key=lambda hit: words_of(hit.title) != asked)


@transaction.atomic
def _note(text: str, language: str, nearest: str, acting: Acting) -> None:
    fact = SearchFoundNothing(words=without_personal(text), language=language, nearest=nearest)
    # Searches are anonymous: the entry names no person.
    journal.record(fact, acting=_nobody(acting), object="search:portal")


def _nobody(acting: Acting) -> Acting:
    return Acting(actor="somebody", channel=acting.channel, purpose="finding a service")
