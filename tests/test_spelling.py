"""Words that people read are spelt one way, on every page, in every message and in every guide."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
KINDS = {".py", ".html", ".txt", ".po", ".md", ".yaml", ".yml", ".toml", ".js", ".css"}
OURS = ("src", "docs", "places", "tests", "benchmarks", "deploy", "bin")
NOT_OURS = {"vendor", "node_modules", "__pycache__"}
# The spelling that we do not use, put together so that this file does not find itself, and the one that we use.
OLD = {"e" + "-mail": "email", "web" + " site": "website", "log" + "-in": "sign-in", "on" + "-line": "online"}
# Turns of phrase that a reader of plain English has to read twice, with the literal words.
TURNS = {
    "stands? i" + "n": "is in",
    "who" + "ever": "the person who, everybody who",
    "for goo" + "d": "permanently",
    "come[s]? to an en" + "d": "ends",
    "nobody's (?:busines" + "s|leav" + "e)": "no permission check, anonymous",
    "where (?:it is )?left ou" + "t": "defaults to",
    "is no (?:emai" + "l|numbe" + "r|settin" + "g)": "is not a valid …",
    "being run twic" + "e": "idempotent",
    "(?:les"
    + "t|thu"
    + "s|henc"
    + "e|whenc"
    + "e|ough"
    + "t|upo"
    + "n|thereb"
    + "y)": "so that, so, from which, should, on",
}


def _texts() -> list[tuple[Path, str]]:
    inside = [path for folder in OURS for path in (REPOSITORY / folder).rglob("*") if path.suffix in KINDS]
    files = [*REPOSITORY.glob("*.md"), *(path for path in inside if not NOT_OURS & set(path.parts))]
    return [(path, path.read_text(encoding="utf-8")) for path in sorted(files)]


TEXTS = _texts()


def test_pages_messages_and_guides_are_among_the_files():
    names = {str(path.relative_to(REPOSITORY)) for path, _text in TEXTS}
    assert {"README.md", "docs/operations.md", "places/eastmere/place.yaml"} <= names
    assert {"src/commonweal/web/jinja2/web/frame.html", "src/commonweal/web/locale/cy/LC_MESSAGES/django.po"} <= names


def _lines_with(pattern: str) -> list[str]:
    """Where the pattern occurs, also across the end of a line."""
    found = re.compile(pattern.replace(" ", r"\s+(?:# )?"), re.IGNORECASE)
    return [
        f"{path.relative_to(REPOSITORY)}:{text.count(chr(10), 0, match.start()) + 1}"
        for path, text in TEXTS
        for match in found.finditer(text)
    ]


@pytest.mark.parametrize("old", OLD)
def test_a_word_is_spelt_one_way(old):
    assert _lines_with(rf"\b{old}") == [], f"write “{OLD[old]}”"


@pytest.mark.parametrize("turn", TURNS)
def test_a_sentence_is_literal(turn):
    assert _lines_with(rf"\b{turn}\b") == [], f"write “{TURNS[turn]}”"
