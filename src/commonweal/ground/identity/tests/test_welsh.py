"""Every word of identity and organisations has its Welsh."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

GROUND = Path(__file__).parents[2]
CALLED = re.compile(r'(?:\b_|\bgettext)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
TAGGED = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')\s*%}""")
COUNTED = re.compile(r'ngettext\(\s*"([^"]*)",\s*"([^"]*)"')


def sources() -> list[str]:
    paths = [path for room in ("identity", "organisations") for path in (GROUND / room).rglob("*.*")]
    return [p.read_text(encoding="utf-8") for p in paths if p.suffix in {".py", ".html"} and "tests" not in p.parts]


def said() -> set[str]:
    found = set()
    for text in sources():
        found |= {ast.literal_eval(f"({words})") for words in CALLED.findall(text)}
        found |= {a or b for a, b in TAGGED.findall(text)}
    return found


@pytest.mark.parametrize("words", sorted(said()))
def test_words_have_their_welsh(words):
    with translation.override("cy"):
        assert gettext(words) != words


def test_counted_words_have_their_welsh():
    pairs = {pair for text in sources() for pair in COUNTED.findall(text)}
    assert pairs
    with translation.override("cy"):
        assert all(ngettext(one, many, 2) not in {one, many} for one, many in pairs)
