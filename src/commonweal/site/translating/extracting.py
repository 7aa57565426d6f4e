"""Finds every word that a capability says: in Python by its syntax tree, in templates by Jinja2's own parser."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2.ext import babel_extract

from commonweal.kernel import problems

# Functions that mark words, and what their arguments are: c a context, s the words, p the words for several.
KEYWORDS = {
    "_": "s",
    "gettext": "s",
    "gettext_lazy": "s",
    "gettext_noop": "s",
    "msgid": "s",
    "filled": "s",
    "predicate": "s",
    "pgettext": "cs",
    "ngettext": "sp",
    "npgettext": "csp",
}
# The verbs raise refusals in English; the pages translate them.
REFUSALS = frozenset(
    name for name, value in vars(problems).items() if isinstance(value, type) and issubclass(value, problems.Problem)
)
_TAGGED = re.compile(r"""{%-?\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")
_BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b[^%]*%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
_PLURAL = re.compile(r"{%\s*plural\s*%}")
_VALUE = re.compile(r"{{\s*(\w+)\s*}}")
_JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "extensions": "jinja2.ext.do", "silent": "false"}


@dataclass(frozen=True, order=True)
class Words:
    """Words as they are written in the source, in English."""

    singular: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What a translation is found by."""
        return self.context, self.singular


def _words(function: str, arguments: list[str | None]) -> Words | None:
    found = dict(zip(KEYWORDS[function], arguments, strict=False))
    if not found.get("s"):
        return None
    return Words(str(found["s"]), found.get("p") or "", found.get("c") or "")


def _literal(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _refused(call: ast.Call) -> Iterator[Words]:
    """The detail, the remedy and the words about fields of a refusal, where they are written out."""
    named = {word.arg: word.value for word in call.keywords}
    given: list[ast.AST | None] = [*call.args[:1], named.get("detail"), named.get("remedy")]
    fields = named.get("fields")
    if isinstance(fields, ast.Dict):
        given += fields.values
    for node in given:
        branches = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
        yield from (Words(said) for branch in branches if (said := _literal(branch)))


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def in_python(source: str) -> Iterator[Words]:
    """The marked words of a module. Raises SyntaxError."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = _name(node)
        # What a verb asks for where something is missing is handed to the check that refuses it.
        yield from (Words(said) for word in node.keywords if word.arg == "ask" and (said := _literal(word.value)))
        if name in REFUSALS:
            yield from _refused(node)
        elif name in KEYWORDS and (found := _words(name, [_literal(each) for each in node.args])):
            yield found


def in_jinja(path: Path) -> Iterator[Words]:
    """The marked words of a Jinja2 template. Raises TemplateSyntaxError for what is none."""
    with path.open("rb") as file:
        for _line, function, message, _comments in babel_extract(file, list(KEYWORDS), (), dict(_JINJA)):
            arguments: list[str | None] = [message] if isinstance(message, str) else [*(message or ())]
            if found := _words(function, arguments):
                yield found


def words_of(folder: Path) -> dict[tuple[str, str], Words]:
    """All words of a capability by what their translation is found by; tests, the style guide and capabilities
    further inside are left out."""
    found: dict[tuple[str, str], Words] = {}
    inside = [path.parent for path in folder.glob("*/**/apps.py")]
    for path in sorted(each for kind in ("*.py", "*.html", "*.txt") for each in folder.rglob(kind)):
        below = path.relative_to(folder)
        if {"tests", "migrations", "skeletons"} & set(below.parts) or any(path.is_relative_to(room) for room in inside):
            continue
        if "styleguide" in str(below):
            continue
        for words in _in_file(path):
            # The same words with and without a plural are one entry, the one with the plural.
            if words.plural or words.key not in found:
                found[words.key] = words
    return found


def _in_file(path: Path) -> Iterator[Words]:
    if path.suffix == ".py":
        yield from in_python(path.read_text(encoding="utf-8"))
    elif "jinja2" in path.parts:
        yield from in_jinja(path)
    else:
        yield from in_django(path.read_text(encoding="utf-8"))


def in_django(source: str) -> Iterator[Words]:
    """The marked words of one of Django's own templates; its values are written as gettext has them."""
    yield from (Words(double or single) for double, single in _TAGGED.findall(source))
    for block in _BLOCK.findall(source):
        singular, *plural = _PLURAL.split(_VALUE.sub(r"%(\1)s", block))
        yield Words(singular, "".join(plural))
