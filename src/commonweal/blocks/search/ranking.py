"""The order of what was found: pure functions over the stems of a query and of an entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

# How much a word counts by where it occurs, and the bonus of an entry whose title is exactly the query.
TITLE, KEYWORDS, WORDS, HEADINGS = 8.0, 6.0, 2.0, 1.5
WHOLE_TITLE = 6.0
# A synonym is nearly as good as the word itself; a word that every service has counts little.
SYNONYM = 0.8
MUTATED = 0.95
WEAK_WORD = 0.25
# What has all the words comes before what is better known for one of them. A word that is only in a heading above
# an entry does not count as a word of the entry.
WHOLE = 1.5
HAS_THE_WORD = WORDS * SYNONYM * MUTATED


@dataclass(frozen=True)
class Term:
    """One word of a query: its stems, each with how well it matches (0–1)."""

    word: str
    stems: Mapping[str, float]
    weak: bool = False


@dataclass(frozen=True)
class Candidate:
    """An entry as it is ranked: what those of its stems are worth that were asked for, the stems of its title, and its
    own weight."""

    key: int
    worth: Mapping[str, float]
    title: frozenset[str]
    weight: float


@dataclass(frozen=True)
class Ranked:
    """How well an entry answers: `whole` if it has every word that carries the question, `every` if counting headings
    it does, `strong` if it has one of them."""

    key: int
    score: float
    whole: bool
    every: bool
    strong: bool


def worth_of(
    *, title: Iterable[str], keywords: Iterable[str], headings: Iterable[str], words: Iterable[str]
) -> dict[str, float]:
    """The weight of each stem of an entry: the highest of the places where it occurs."""
    worth: dict[str, float] = {}
    for stems, value in ((headings, HEADINGS), (words, WORDS), (keywords, KEYWORDS), (title, TITLE)):
        worth |= dict.fromkeys(stems, value)
    return worth


def _fit(term: Term, candidate: Candidate) -> float:
    return max((candidate.worth.get(stem, 0.0) * how_well for stem, how_well in term.stems.items()), default=0.0)


def rank(terms: Sequence[Term], candidates: Sequence[Candidate]) -> list[Ranked]:
    """The candidates that have any of the words, best first; a word that few of them have counts for more."""
    fits = {candidate.key: [_fit(term, candidate) for term in terms] for candidate in candidates}
    having = [sum(1 for fit in fits.values() if fit[place]) for place in range(len(terms))]
    rare = [log(1 + len(candidates) / count) if count else 0.0 for count in having]
    return sorted(
        (_ranked(terms, candidate, fits[candidate.key], rare) for candidate in candidates if any(fits[candidate.key])),
        key=lambda one: (-one.score, one.key),
    )


def _ranked(terms: Sequence[Term], candidate: Candidate, fit: Sequence[float], rare: Sequence[float]) -> Ranked:
    score = sum(
        value * rarity * (WEAK_WORD if term.weak else 1.0) for value, rarity, term in zip(fit, rare, terms, strict=True)
    )
    asked = [stem for term in terms for stem in term.stems]
    covered = len(candidate.title.intersection(asked)) / max(len(candidate.title), 1)
    # Where every word is weak, each has to carry.
    carrying = [value for value, term in zip(fit, terms, strict=True) if not term.weak] or list(fit)
    whole = all(value >= HAS_THE_WORD for value in carrying)
    return Ranked(
        candidate.key,
        (score + WHOLE_TITLE * covered**2) * candidate.weight * (WHOLE if whole else 1.0),
        whole=whole,
        every=all(carrying),
        strong=any(carrying),
    )
