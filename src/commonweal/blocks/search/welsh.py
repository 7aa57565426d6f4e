"""Stems of Welsh words: initial mutations are undone, endings of plurals and of verbal nouns removed.

The mutations are those of every Welsh grammar (soft, nasal, aspirate, and h before vowels). They cannot be undone with
certainty ("fin" is "bin" or "min"), so a word has several stems; two words are alike if they share one.
"""

# What a mutated beginning may have been; longest first.
RADICALS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ngh", ("c",)),
    ("mh", ("p",)),
    ("nh", ("t",)),
    ("ng", ("g",)),
    ("ph", ("p",)),
    ("th", ("t",)),
    ("ch", ("c",)),
    ("dd", ("d",)),
    ("b", ("p",)),
    ("d", ("t",)),
    ("g", ("c",)),
    ("f", ("b", "m")),
    ("m", ("b",)),
    ("n", ("d",)),
    ("l", ("ll", "gl")),
    ("r", ("rh", "gr")),
)
NEVER_MUTATED = ("ff", "ll", "rh")
VOWELS = frozenset("aeiouwy")
# Longest first. After a plural's ending three letters are a word ("bin-iau"), after the others it takes four.
PLURALS = ("iadau", "iaethau", "oedd", "iaid", "ion", "iau", "au", "od")
ENDINGS = ("rwydd", "iaeth", "iant", "iad", "ydd", "wyr", "wr", "io", "on", "u", "o", "a", "i")
SHORTEST = 3
SHORTEST_OF_OTHERS = 4


def radicals(word: str) -> tuple[str, ...]:
    """What the word may be without its mutation; itself first."""
    found = [word]
    if not word.startswith(NEVER_MUTATED):
        start, olds = next(((start, olds) for start, olds in RADICALS if word.startswith(start)), ("", ()))
        found += [old + word[len(start) :] for old in olds]
        if word[0] in VOWELS or (word[0] in "lr" and word[1:2] in VOWELS):
            # The soft mutation drops g altogether.
            found.append("g" + word)
        if word[0] == "h" and word[1:2] in VOWELS:
            found.append(word[1:])
    return tuple(dict.fromkeys(found))


def _without_ending(word: str) -> str:
    for ending in PLURALS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_OF_OTHERS:
            return word[: -len(ending)]
    return word


def stem(word: str) -> str:
    """The word without at most two endings; "ei" before them goes back to "ai" (ffeiriau, ffair)."""
    shorter = _without_ending(_without_ending(word))
    return shorter.replace("ei", "ai")


def stems(word: str) -> tuple[str, ...]:
    """The stems of all that the word may be, its own first; `word` is in lower case and without accents."""
    if not word:
        return ()
    return tuple(dict.fromkeys(stem(radical) for radical in radicals(word)))
