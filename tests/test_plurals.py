"""What the platform says in English about a number is right for one as well: "1 project", never "1 projects"."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonweal.kernel.plurals import number_of

SOURCE = Path(__file__).parents[1] / "src" / "commonweal"
# The word after a number, which is wrong for one: projects, entries, people; or "more supporters".
PLURAL = re.compile(r" (?:more )?(?:[a-z]+s|people)\b")
# Words with an s at the end that are no plurals.
VERBS = re.compile(r" (?:is|was|has|does|as|says|gives|gets|costs|needs|asks|belongs|chooses|pays|bytes?)\b")
# Numbers that are always more than one: limits, and counts in these places.
LIMITS = re.compile(r"[A-Z_]{3,}|most|limit|least|smallest")
NEVER_ONE = {
    "blocks/rules/cel/bounds.py: {len(source)} characters": "more than the limit",
    "kernel/tables/columns.py: {len(places)} columns": "only where there are several",
    "participation/consensus/mapping/polis_csv/comments.py: {len(body)} characters": "more than the limit",
    "participation/consensus/mapping/polis_csv/reading.py: {len(everything)} statements": "more than the limit",
    "participation/consensus/mapping/adjusted_rand.py: {len(second)} people": "read by programmers alone",
    "web/charts/bar.py: {len(names)} names": "read by programmers alone",
    "web/charts/bar.py: {len(values)} values": "read by programmers alone",
}
COUNTS = {"len", "sum", "count", "total", "int"}


def _is_count(value: ast.FormattedValue, following: str) -> bool:
    """Whether the value is a number of things: counted here, drawn with thousands, or called like the word after it."""
    given, how = value.value, ast.unparse(value.format_spec) if value.format_spec else ""
    if isinstance(given, ast.Call):
        name = given.func.attr if isinstance(given.func, ast.Attribute) else getattr(given.func, "id", "")
        return name in COUNTS
    name = given.attr if isinstance(given, ast.Attribute) else getattr(given, "id", "")
    return "," in how or name == "number" or name in COUNTS or following.split(maxsplit=1)[0] == name


def _wrong(tree: ast.AST) -> Iterator[str]:
    """Each number with the word after it, as it is written in the source."""
    for text in (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)):
        for value, after in zip(text.values, text.values[1:], strict=False):
            if not isinstance(value, ast.FormattedValue) or not isinstance(after, ast.Constant):
                continue
            plural = PLURAL.match(words := str(after.value))
            excused = VERBS.match(words) or LIMITS.search(ast.unparse(value.value))
            if plural and not excused and _is_count(value, words):
                yield f"{{{ast.unparse(value.value)}}}{plural[0]}"


def _sources() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if not {"tests", "migrations"} & set(path.parts)]


def test_no_sentence_puts_a_plural_behind_a_number_that_may_be_one():
    found = {
        f"{path.relative_to(SOURCE)}: {words}"
        for path in _sources()
        for words in _wrong(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set(NEVER_ONE), "write it with `kernel.plurals.number_of`"


@pytest.mark.parametrize(
    "sentence", ["{len(winners)} projects", "{voters:,} people", "{votes} votes", "{rows.count('a')} more entries"]
)
def test_such_a_sentence_would_be_found(sentence):
    assert list(_wrong(ast.parse(f'f"{sentence} won."')))


@pytest.mark.parametrize("sentence", ["{number_of(len(winners), 'project')} won", "{name} says", "{MOST} files"])
def test_what_is_no_plural_is_not(sentence):
    assert not list(_wrong(ast.parse(f'f"{sentence}."')))


def test_one_thing_is_counted_in_the_singular():
    assert [number_of(n, "project") for n in (0, 1, 2, 1250)] == [
        "0 projects",
        "1 project",
        "2 projects",
        "1,250 projects",
    ]
    assert [number_of(n, "person is", "people are") for n in (1, 2)] == ["1 person is", "2 people are"]
