"""Extracts every message of a capability, with Babel: in Python, in Jinja2 templates and in Django's own templates."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast

from babel.messages.extract import extract, extract_from_dir, extract_python
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

from commonweal.kernel import problems

# Functions that mark words, and which of their arguments are words or (n, "c") a context, as Babel writes it.
KEYWORDS: dict[str, Any] = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "msgid": (1,),
    "filled": (1,),
    "predicate": (1,),
    "pgettext": ((1, "c"), 2),
    "ngettext": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
}
# The verbs raise refusals in English; the pages translate them.
REFUSALS = frozenset(
    name for name, value in vars(problems).items() if isinstance(value, type) and issubclass(value, problems.Problem)
)
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "extensions": "jinja2.ext.do", "silent": "false"}
NOT_SAID = frozenset({"tests", "migrations", "skeletons", "styleguide", "__pycache__"})
# What an extractor is given beside the file (names of functions, tags of comments, options) is Babel's own, and what
# it yields: line, function, its arguments, comments.
Given = object
Found = Iterator[tuple[int, str, object, list[str]]]
# Babel annotates what is yielded in the end, after it has looked at the arguments.
_marked = cast(Callable[..., Found], extract_python)


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


def in_python(file: IO[bytes], keywords: Given, tags: Given, options: Given) -> Found:
    """Babel's extractor of marked words, and the words of refusals, which nothing marks. Raises SyntaxError."""
    yield from _marked(file, keywords, tags, options)
    file.seek(0)
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call):
            for given in _refused(node):
                branches = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
                yield from ((node.lineno, "gettext", said, []) for each in branches if (said := _literal(each)))


def _refused(call: ast.Call) -> Iterator[ast.AST]:
    """The messages of a refusal: its detail, its remedy and those of fields, where they are literals."""
    named = {word.arg: word.value for word in call.keywords}
    # What a verb asks for where something is missing is handed to the check that refuses it.
    wanted = ["ask"]
    if _name(call) in REFUSALS:
        wanted += ["detail", "remedy"]
        yield from call.args[:1]
        fields = named.get("fields")
        if isinstance(fields, ast.Dict):
            yield from fields.values
    yield from (named[name] for name in wanted if name in named)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _literal(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def in_django(file: IO[bytes], keywords: Given, tags: Given, options: Given) -> Found:
    """The marked words of one of Django's own templates, which Django itself writes as calls in Python."""
    calls = templatize(file.read().decode())
    # On one line: the indentation of a template is not Python's.
    yield from _marked(BytesIO(calls.replace("\n", " ").encode()), keywords, tags, options)


METHODS: list[tuple[str, Any]] = [
    ("**/styleguide.*", "ignore"),
    ("**.py", in_python),
    ("**/jinja2/**.html", babel_extract),
    ("**/jinja2/**.txt", babel_extract),
    ("**.html", in_django),
    ("**.txt", in_django),
]


def words_in(method: Any, source: str) -> list[Words]:
    """The words of one text, by one of the extractors."""
    found = extract(method, BytesIO(source.encode()), KEYWORDS)
    return [_words(message, context) for _line, message, _comments, context in found]


def words_of(folder: Path) -> dict[tuple[str, str], Words]:
    """All words of a capability by what their translation is found by; tests, the style guide and nested capabilities
    are excluded."""
    found: dict[tuple[str, str], Words] = {}
    options = {"**/jinja2/**.*": JINJA}
    for _file, _line, message, _comments, context in extract_from_dir(
        folder, METHODS, options, KEYWORDS, directory_filter=_is_of_the_capability
    ):
        words = _words(message, context)
        if not words.singular.strip():
            continue  # Babel takes the " " of a " ".join(...) inside a marked call for words
        # The same words with and without a plural are one entry, the one with the plural.
        if words.plural or words.key not in found:
            found[words.key] = words
    return found


def _is_of_the_capability(folder: Any) -> bool:
    path = Path(folder)
    return path.name not in NOT_SAID and not (path / "apps.py").exists()


def _words(message: object, context: str | None) -> Words:
    singular, plural = message if isinstance(message, tuple) else (message, "")
    return Words(singular, plural, context or "")
