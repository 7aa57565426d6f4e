"""Texts that fit the pattern of a question."""

import re
from random import Random

import pytest

from commonweal.blocks.forms.fitting import fitting, lengths

PATTERNS = {
    "[0-9]{8}": (8, 8),
    "EP-[0-9]{6}": (9, 9),
    "[A-Za-z0-9 ]{2,8}": (2, 8),
    "(a|bc)d?": (1, 3),
    r"(?:\d{2}|[^0-9]{5})x": (3, 6),
}


@pytest.mark.parametrize(("pattern", "ends"), PATTERNS.items())
def test_a_pattern_says_how_long_its_texts_can_be(pattern: str, ends: tuple[int, int]) -> None:
    assert lengths(pattern) == ends


@pytest.mark.parametrize(
    "pattern", [*PATTERNS, r"\D+", r"\S{2}\W", "[^A-Za-z0-9 -]{2}", r"[^\D]+", r"\d+[^0-9]", "(a|bc)+d?", r"\w+\s\w*?"]
)
def test_texts_are_made_that_fit_a_pattern(pattern: str) -> None:
    made = {fitting(pattern, Random(seed)) for seed in range(20)}
    assert all(text is not None and re.fullmatch(pattern, text) for text in made)
    assert len(made) > 2


def test_no_text_is_made_that_does_not_fit() -> None:
    assert fitting("a^b", Random(1)) is None
