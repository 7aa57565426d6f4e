"""Words of a text, as they are indexed and asked for."""

import re

MOST_WORDS = 12
LONGEST = 60
# Small words that carry no search; their loss is never felt, their presence would ask for too much.
SMALL = {
    language: frozenset(words)
    for language, words in {
        "en": {"a", "an", "and", "are", "at", "be", "can", "did", "do", "for", "from", "get", "how", "i", "in", "is"}
        | {"it", "me", "my", "need", "not", "of", "on", "or", "the", "to", "want", "was", "what", "where", "will"}
        | {"with", "you", "your"},
        "cy": {"a", "ac", "am", "ar", "at", "be", "beth", "ble", "cael", "dw", "ei", "eich", "eisiau", "fi", "fy", "i"}
        | {"mae", "mewn", "mi", "neu", "o", "oes", "oddi", "ond", "sut", "wedi", "wrth", "y", "yn", "yr"},
    }.items()
}
# What every service is about: a hit for nothing but these is none ("report a pothole", where only bins are reported).
WEAK = {
    language: frozenset(words)
    for language, words in {
        "en": {"application", "apply", "applying", "ask", "council", "find", "form", "give", "help", "make", "new"}
        | {"online", "out", "put", "register", "registering", "report", "request", "service", "services", "somebody"}
        | {"someone", "start", "tell", "town"},
        "cy": {"adrodd", "cais", "cofrestru", "cyngor", "dod", "ffurflen", "gofyn", "gwasanaeth", "gwasanaethau"}
        | {"gwneud", "gwybod", "help", "newydd", "rhoi", "rhywun"},
    }.items()
}
PERSONAL = re.compile(r"\S*@\S*|\S*\d{4,}\S*")


def words_of(text: str) -> list[str]:
    """All words in lower case, in order."""
    return [word[:LONGEST] for word in re.findall(r"[\w’']+", text.lower().replace("’", "'")) if word.strip("'_")]


def asked_words(text: str, language: str) -> list[str]:
    """The significant words of a question: at most MOST_WORDS, without small ones unless there are no others."""
    found = words_of(text[:400])
    carrying = [word for word in found if word not in SMALL.get(language, frozenset())]
    return list(dict.fromkeys(carrying or found))[:MOST_WORDS]


def is_weak(word: str, language: str) -> bool:
    """Whether the word hardly distinguishes services."""
    return word in WEAK.get(language, frozenset())


def without_personal(text: str) -> str:
    """A question as it may be kept: email addresses and long numbers cut, at most 80 characters."""
    return " ".join(PERSONAL.sub("…", text).split())[:80]
