"""Texts that fit the pattern of a question."""

import re
from datetime import date
from random import Random

import pytest

from commonweal.blocks.forms.answers.context import FormContext
from commonweal.blocks.forms.answers.pattern_texts import drawn, lengths
from commonweal.blocks.forms.filling.sample_answers import made_up
from commonweal.blocks.forms.questions.text import TextQuestion
from commonweal.blocks.rules.api import build_rules

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
    "pattern",
    [
        *PATTERNS,
        r"\D+",
        r"\S{2}\W",
        "[^A-Za-z0-9 -]{2}",
        r"[^\D]+",
        r"\d+[^0-9]",
        "(a|bc)+d?",
        r"\w+\s\w*?",
        "^[a-z]{2}$",
        ".[0-9]{2}",
    ],
)
def test_texts_are_made_that_fit_a_pattern(pattern: str) -> None:
    made = {drawn(pattern, Random(seed)) for seed in range(20)}
    assert all(text is not None and re.fullmatch(pattern, text) for text in made)
    assert len(made) > 2


def test_no_text_is_given_that_does_not_fit() -> None:
    """What is drawn for a pattern is only likely to fit: the expression language has the last word."""
    day = date(2026, 5, 2)
    form_context = FormContext("en", day, lambda answers: build_rules(names={}).evaluate(answers, on=day))
    question = TextQuestion(type="text", key="a", label={"en": "A"}, pattern="a^b")
    assert drawn("a^b", Random(1)) == "ab"
    assert made_up(question, {}, form_context, Random(1)) is None
    fits = TextQuestion(type="text", key="a", label={"en": "A"}, pattern="ab+")
    assert str(made_up(fits, {}, form_context, Random(1))).startswith("ab")
