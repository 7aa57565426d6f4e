"""Writing documents: what is read again is what was written, and comments stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.services.definitions.source.canonical import canonical
from commonweal.services.definitions.source.reading import read_text
from commonweal.services.definitions.source.writing import rewritten, written

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs")) | st.just("\n"), max_size=40)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False, width=32)
ODD = st.sampled_from(["yes", "no", "on", "null", "~", "1.0", "012", "2026-01-01", "a: b", "# x", " x", "x ", "-", "'"])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS | ODD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | ODD, inner, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries((WORDS | ODD).filter(lambda key: key != "<<"), VALUES, min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_what_is_written_says_the_same_when_it_is_read(document):
    read = read_text(written(document))
    assert read.findings == ()
    assert canonical(read.document) == canonical(document)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_what_is_written_into_another_text_says_the_same_when_it_is_read(old, new):
    assert canonical(read_text(rewritten(written(old), new)).document) == canonical(new)


def test_comments_and_layout_of_what_did_not_change_are_kept(text):
    document = read_text(text).document
    document["channels"] = ["web"]
    document["form"][1]["questions"][0]["max"] = 6
    made = rewritten(text, document)
    assert "# any member organisation" in made
    assert "# One file says all" in made
    assert read_text(made).document == document


def test_the_sample_is_kept_as_it_is(text):
    assert read_text(rewritten(text, read_text(text).document)).document == read_text(text).document


@pytest.mark.parametrize("word", ["yes", "012", "2026-01-01", "1e3", "null", "a # b", "a: b", "", " ", "\t", "é\nü\n"])
def test_words_that_could_be_misread_stay_words(word):
    assert read_text(written({"a": word, word or "k": 1})).document["a"] == word
