"""Every line of the verification standard has an answer, and the tests named there exist."""

import re
from pathlib import Path

import pytest

from tests.test_docs import DOCS, sources

ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)
ANSWERS = {row[0]: row for row in ROW.findall((DOCS / "asvs.md").read_text(encoding="utf-8"))}
# The requirements of level 2 of version 4.0.3, by their numbers.
REQUIRED = (Path(__file__).parent / "asvs_level_2.txt").read_text(encoding="utf-8").split()


def test_every_requirement_of_level_2_is_answered_and_nothing_else():
    assert len(REQUIRED) == len(set(REQUIRED)) == 259
    assert list(ANSWERS) == REQUIRED
    text = (DOCS / "asvs.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^\| \d", text, re.MULTILINE)) == len(ANSWERS), (
        "a row that cannot be read, or is there twice"
    )


@pytest.mark.parametrize("number", ANSWERS)
def test_what_is_met_names_a_test_and_what_is_not_says_why(number):
    _, asked, answer, words, tests = ANSWERS[number]
    assert answer in {"met", "not met", "not applicable"}
    assert len(asked) > 2
    assert len(words) > 2
    assert bool(re.fullmatch(r"`test_\w+`(, `test_\w+`)*", tests)) is (answer == "met")


def test_every_test_that_an_answer_names_exists():
    known = set(re.findall(r"def (test_\w+)", sources()))
    named = set(re.findall(r"`(test_\w+)`", (DOCS / "asvs.md").read_text(encoding="utf-8")))
    assert len(named) > 100
    assert named - known == set()
