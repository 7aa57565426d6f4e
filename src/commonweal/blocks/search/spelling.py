"""Corrects words that no entry has to similar words that occur here."""

from collections.abc import Sequence

from commonweal.blocks.search.models import Word
from commonweal.blocks.search.stems import stems
from commonweal.kernel.remembered import remembered

# One mistake in a word of four letters and more, two in a long one: "passport" is not "password".
SHORTEST = 4
LONG = 9
SHORTEST_PART = 3
SHORTEST_BEGINNING = 4
# A stem of fewer letters is the beginning of too many words of another meaning.
SHORTEST_STEM = 8


@remembered(Word)
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Every word that occurs in what can be found, by language, in order."""
    found: dict[str, list[str]] = {}
    for language, word in Word.objects.order_by("language", "word").values_list("language", "word"):
        found.setdefault(language, []).append(word)
    return {language: tuple(words) for language, words in found.items()}


@remembered(Word)
def long_stems() -> dict[str, dict[str, str]]:
    """A word for each long stem that occurs in what can be found, by language."""
    return {
        language: {stem: word for word in words for stem in stems(word, language) if len(stem) >= SHORTEST_STEM}
        for language, words in vocabulary().items()
    }


def corrected(words: Sequence[str], language: str) -> list[str]:
    """The words with each one that does not occur here replaced by the most similar one that does, if there is one; two
    words that were written as one are separated."""
    known = vocabulary().get(language, ())
    there = frozenset(known)
    return [part for word in words for part in ([word] if word in there else _corrected(word, known, there, language))]


def _corrected(word: str, known: Sequence[str], there: frozenset[str], language: str) -> list[str]:
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extractOne

    for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        if word[:place] in there and word[place:] in there:
            return [word[:place], word[place:]]
    if len(word) >= SHORTEST:
        most = 2 if len(word) >= LONG else 1
        near = extractOne(word, known, scorer=DamerauLevenshtein.distance, score_cutoff=most)
        if near:
            return [str(near[0])]
    # In a shorter word only two letters that changed places are looked for: other mistakes could be another word.
    swapped = (word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1))
    exchanged = next((other for other in swapped if other in there), None)
    if exchanged:
        return [exchanged]
    if len(word) >= SHORTEST_BEGINNING:
        longer = next((other for other in known if other.startswith(word)), None)
        if longer:
            return [longer]
    return [_of_the_same_stem(word, language) or word]


def _of_the_same_stem(word: str, language: str) -> str | None:
    """A word that occurs here with another ending: "unemploymnt" is corrected to "unemployed"."""
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extractOne

    known = long_stems().get(language, {})
    begins = next((word[:end] for end in range(len(word), SHORTEST_STEM - 1, -1) if word[:end] in known), None)
    if begins:
        return known[begins]
    stem = stems(word, language)[0]
    if len(stem) < SHORTEST_STEM:
        return None
    near = extractOne(stem, known.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=1)
    return known[near[0]] if near else None
