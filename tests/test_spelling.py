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


def _texts() -> list[tuple[Path, str]]:
    inside = [path for folder in OURS for path in (REPOSITORY / folder).rglob("*") if path.suffix in KINDS]
    files = [*REPOSITORY.glob("*.md"), *(path for path in inside if not NOT_OURS & set(path.parts))]
    return [(path, path.read_text(encoding="utf-8")) for path in sorted(files)]


TEXTS = _texts()


def test_pages_messages_and_guides_are_among_the_files():
    names = {str(path.relative_to(REPOSITORY)) for path, _text in TEXTS}
    assert {"README.md", "docs/operations.md", "places/eastmere/place.yaml"} <= names
    assert {"src/commonweal/web/jinja2/web/frame.html", "src/commonweal/web/locale/cy/LC_MESSAGES/django.po"} <= names


@pytest.mark.parametrize("old", OLD)
def test_a_word_is_spelt_one_way(old):
    found = re.compile(rf"\b{old}", re.IGNORECASE)
    wrong = [
        f"{path.relative_to(REPOSITORY)}:{number}"
        for path, text in TEXTS
        for number, line in enumerate(text.splitlines(), 1)
        if found.search(line)
    ]
    assert wrong == [], f"write “{OLD[old]}”"
