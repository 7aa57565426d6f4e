"""A Welsh word matches all its mutations and numbers, and no other word."""

import pytest

from commonweal.blocks.search.stems import stems
from commonweal.blocks.search.welsh import radicals


def alike(one: str, other: str) -> bool:
    return bool(set(stems(one, "cy")) & set(stems(other, "cy")))


# The table of mutations as Welsh grammars print it: radical, soft, nasal, aspirate.
MUTATIONS = [
    ("pen", "ben", "mhen", "phen"),
    ("tref", "dref", "nhref", "thref"),
    ("cais", "gais", "nghais", "chais"),
    ("bin", "fin", "min", None),
    ("dosbarth", "ddosbarth", "nosbarth", None),
    ("gwastraff", "wastraff", "ngwastraff", None),
    ("llyfr", "lyfr", None, None),
    ("rhent", "rent", None, None),
    ("mis", "fis", None, None),
    ("gardd", "ardd", "ngardd", None),
]


@pytest.mark.parametrize("forms", MUTATIONS, ids=lambda forms: forms[0])
def test_a_mutation_is_undone(forms):
    radical, *mutated = forms
    for form in filter(None, mutated):
        assert radical in radicals(form)
        assert alike(radical, form)


def test_h_before_a_vowel_is_undone():
    assert "ysgol" in radicals("hysgol")


@pytest.mark.parametrize("word", ["ffair", "llaith", "rhestr"])
def test_a_word_without_a_mutated_beginning_is_its_own_stem(word):
    assert radicals(word) == (word,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bin", "biniau"), ("trwydded", "trwyddedau"), ("ysgol", "ysgolion"), ("ffair", "ffeiriau"),
        ("cadair", "cadeiriau"), ("digwyddiad", "digwyddiadau"), ("atgyweirio", "atgyweiriad"),
        ("swydd", "swyddi"), ("casglu", "casgliad"), ("dŵr", "dwr"), ("gofalwr", "gofal"),
    ],
)  # fmt: skip
def test_numbers_and_kinds_of_a_word_are_alike(one, other):
    assert alike(one, other)


@pytest.mark.parametrize(("one", "other"), [("bin", "ban"), ("swydd", "ysgol"), ("treth", "tref"), ("parti", "parcio")])
def test_other_words_are_not(one, other):
    assert not alike(one, other)


def test_no_word_breaks_it():
    for word in ("", "a", "h", "ng", "ngh", "iau", "ŵ", "'", "x" * 60):
        stems(word, "cy")
