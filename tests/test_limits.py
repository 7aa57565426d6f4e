"""The limits in the code are those in the guide for operators."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from commonweal.kernel.capability import PACKAGE

GUIDE = Path(__file__).parents[1] / "docs" / "operations.md"


def _number(node: ast.expr, module: str) -> int:
    """What a number comes to that is written as one, by its name, or worked out from others."""
    return eval(compile(ast.Expression(node), module, "eval"), vars(import_module(module)))


def in_code() -> Iterator[tuple[str, int, int]]:
    """Name, times and seconds of every `limit(…)` whose name is written out, and of the table of tries at passwords."""
    for path in PACKAGE.rglob("*.py"):
        if "tests" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "limit"
                and isinstance(node.args[0], ast.Constant)
            ):
                given = {
                    each.arg: _number(each.value, module) for each in node.keywords if each.arg in {"times", "seconds"}
                }
                yield node.args[0].value, given["times"], given["seconds"]
            if isinstance(node, ast.Tuple) and len(node.elts) == 4 and path.name == "guessing.py":
                what, _who, times, seconds = node.elts
                if isinstance(what, ast.Constant):
                    yield what.value, times.value, seconds.value


def in_guide() -> set[tuple[str, int, int]]:
    rows = re.findall(r"^\| `([a-z.-]+)`: [^|]*\| [^|]*\| (\d+) \| (\d+) \|$", GUIDE.read_text(), re.MULTILINE)
    return {(what, int(times), int(seconds)) for what, times, seconds in rows}


def test_every_limit_stands_in_the_guide_as_it_is():
    found = set(in_code())
    assert len(found) > 15
    assert found - in_guide() == set()


def test_the_guide_names_no_limit_that_does_not_exist():
    assert in_guide() - set(in_code()) == set()
