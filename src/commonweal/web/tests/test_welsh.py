"""Every word of the shared look has its Welsh."""

import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

WEB = Path(__file__).parents[1]
SOURCES = [path for pattern in ("jinja2/**/*.html", "*.py", "charts/*.py") for path in WEB.glob(pattern)]
WORDS = re.compile(r"""\b_\(\s*(?:"((?:[^"\\]|\\.)+)"|'((?:[^'\\]|\\.)+)')""")
PLURALS = re.compile(r'ngettext\("([^"]*)", "([^"]*)"')


def own_sources() -> list[str]:
    """The text of our templates and modules; the style guide, which only we read, is left out."""
    return [
        path.read_text(encoding="utf-8")
        for path in SOURCES
        if "styleguide" not in str(path) and path.name != "chrome.py"
    ]


@pytest.mark.parametrize("words", sorted({a or b for text in own_sources() for a, b in WORDS.findall(text)}))
def test_words_have_their_welsh(words: str) -> None:
    with translation.override("cy"):
        assert gettext(words) != words


def test_counted_words_have_their_welsh() -> None:
    pairs = {pair for text in own_sources() for pair in PLURALS.findall(text)}
    assert pairs
    with translation.override("cy"):
        assert all(ngettext(one, many, 2) not in {one, many} for one, many in pairs)
