"""Patterns of text questions that the check passes are those that the expression language takes."""

from datetime import date

import pytest

from commonweal.blocks.forms.answers.pattern_texts import drawn
from commonweal.blocks.forms.answers.patterns import MOST_CHARACTERS, matches
from commonweal.blocks.rules.api import RuleRefused, build_rules
from commonweal.kernel.steady_random import steady_dice
from commonweal.services.definitions.proof.checking import check_source
from commonweal.services.definitions.tests.conftest import PERMIT

REFUSED_BY_RE2 = [r"\Z", r"\A1\Z", "(?x)a", "(?#c)a", r"\N{BULLET}", r"\u0041", "(?a)x", "(?u)a", "a++", "(?>a)", "(?=x)y",
                  "(a{1,1000}){1,1000}", "a{1001}", "(a{999999999}b)?", "[", "a" * 200, "(" * 80 + "a" + "*)" * 80]  # fmt: skip
TAKEN = ["[0-9]{8}", "EP-[0-9]{6}", r"\w+@\w+", "(?i)abc", "(?s).", r"\d{5}", r"\x41", "é+", "^a$", "a|b",
         "a" * MOST_CHARACTERS]  # fmt: skip
# Python's own matching tries every way of dividing such a text, which doubles with each letter.
EXPLODE = ["(a|aa)*" * 20 + "b", "a?" * 60 + "a" * 60, "(.*a){60}", "(" * 20 + "a" + "*)" * 20]
EVALUATE = build_rules(names={}).evaluate({}, on=date(2026, 5, 3))


def check(pattern: str) -> list[tuple[str, str]]:
    """Code and severity of what is found at the pattern."""
    question = f"      - {{key: code, type: text, label: {{en: Code}}, max_length: 2000, pattern: '{pattern}'}}\n"
    findings = check_source(PERMIT + question).findings
    return [(each.code, each.severity) for each in findings if each.path[-1:] == ("pattern",)]


@pytest.mark.parametrize("pattern", [*REFUSED_BY_RE2, *TAKEN, *EXPLODE])
def test_a_pattern_is_a_mistake_where_every_answer_would_be_refused_for_it(pattern):
    try:
        matches(pattern, "", EVALUATE)
    except RuleRefused:
        assert ("form-pattern", "error") in check(pattern)
        assert pattern in REFUSED_BY_RE2
    else:
        assert ("form-pattern", "error") not in check(pattern)


@pytest.mark.parametrize("pattern", ["a^b", r"\w+$\n", "a{,3}"])
def test_a_pattern_that_no_text_was_found_for_is_a_warning(pattern):
    assert check(pattern) == [("form-pattern", "warning")]


def test_an_example_does_not_meet_a_pattern_that_cannot_be_used():
    question = "      - {key: code, type: text, label: {en: Code}, pattern: '1\\Z'}\n"
    example = "examples:\n  - {name: one, given: {code: '1'}, expect: {pages: [about]}}\n"
    findings = check_source(PERMIT + question + example).findings
    assert [each.code for each in findings if each.severity == "error"] == ["form-pattern"]


def test_repeats_inside_repeats_are_not_written_out_without_end():
    for pattern in ("(((a{999}){999}){999}){999}", "a{99999999}", "(){99999999}", "(" * 80 + "a" + "*)" * 80):
        made = [drawn(pattern, steady_dice(seed)) for seed in range(5)]
        assert all(text is None or len(text) <= 10_000 for text in made)
