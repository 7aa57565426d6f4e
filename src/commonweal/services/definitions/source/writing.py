"""Writes documents as readable YAML that parses back to exactly the same document."""

import json
import re
from collections.abc import Mapping
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from commonweal.services.definitions.source.canonical import canonical
from commonweal.services.definitions.source.reading import read_text
from commonweal.services.definitions.source.scalars import Unspeakable, plain_value

WIDTH = 116
PROSE = re.compile(r"\w([\w /.()+'’&@-]*[\w.)’])?")
# The order of the first keys in what we write ourselves; all others follow as they come.
FIRST = ("service", "organisation", "place", "schema", "offered_by", "extends", "title", "name", "kind", "summary")


def written(document: Mapping[str, object]) -> str:
    """The document as YAML. Reading it again gives the same document, byte for byte in canonical form."""
    made = _dumped(_dressed(_ordered(document)))
    # JSON is YAML, too: it never fails, should the writer stumble over some odd text.
    return made if _says(made, document) else json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _says(text: str, document: Mapping[str, object]) -> bool:
    read = read_text(text)
    return not read.findings and canonical(read.document) == canonical(document)


def rewritten(text: str, document: Mapping[str, object]) -> str:
    """The document written into the text that it came from: comments and layout of what did not change are kept."""
    try:
        kept = _yaml().load(text)
    except YAMLError:
        return written(document)
    if not isinstance(kept, CommentedMap):
        return written(document)
    _update(kept, document)
    made = _dumped(kept)
    # Rarely, a comment in an odd place cannot be kept; the content matters more than the layout.
    return made if _says(made, document) else written(document)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    yaml.preserve_quotes = True
    return yaml


def _dumped(value: object) -> str:
    stream = StringIO()
    _yaml().dump(value, stream)
    return stream.getvalue()


def _ordered(document: Mapping[str, object]) -> dict[str, object]:
    first = {key: document[key] for key in FIRST if key in document}
    return {**first, **{key: value for key, value in document.items() if key not in first}}


def _dressed(value: object) -> object:
    if isinstance(value, Mapping):
        made = CommentedMap()
        for key, item in value.items():
            made[_quoted_if_needed(key)] = _dressed(item)
        if made and all(isinstance(item, str | int | float | bool) for item in value.values()) and _short(value):
            made.fa.set_flow_style()
        return made
    if isinstance(value, list | tuple):
        items = CommentedSeq([_dressed(item) for item in value])
        if items and all(isinstance(item, str | int | float | bool) for item in value) and _short(value):
            items.fa.set_flow_style()
        return items
    if isinstance(value, str):
        return _quoted_if_needed(value)
    return value


def _short(value: object) -> bool:
    return len(str(value)) < 90 and "\n" not in str(value)


def _quoted_if_needed(text: str) -> str:
    if "\n" in text and not any(line.endswith((" ", "\t")) for line in text.split("\n")) and text[:1] not in " \n\t":
        literal: str = LiteralScalarString(text)
        return literal
    try:
        plain = plain_value(text) == text
    except Unspeakable:
        plain = False
    # A word that YAML 1.1 tools take for true or false, and what is not plain prose, is written in quotes.
    plain = plain and PROSE.fullmatch(text) is not None and text.lower() not in {"yes", "no", "on", "off", "y", "n"}
    return text if plain else DoubleQuotedScalarString(text)


def _update(kept: CommentedMap, document: Mapping[str, object]) -> None:
    for key in [key for key in kept if str(key) not in document]:
        del kept[key]
    names = {str(key): key for key in kept}
    for key, value in document.items():
        there = kept.get(names.get(key, key))
        if isinstance(there, CommentedMap) and isinstance(value, Mapping):
            _update(there, value)
        elif isinstance(there, CommentedSeq) and isinstance(value, list):
            _update_list(there, value)
        elif key not in names or _plain(there) != value:
            kept[names.get(key, key)] = _dressed(value)


def _update_list(kept: CommentedSeq, items: list[object]) -> None:
    del kept[len(items) :]
    for number, item in enumerate(items):
        if number >= len(kept):
            kept.append(_dressed(item))
        elif isinstance(kept[number], CommentedMap) and isinstance(item, Mapping):
            _update(kept[number], item)
        elif isinstance(kept[number], CommentedSeq) and isinstance(item, list):
            _update_list(kept[number], item)
        elif _plain(kept[number]) != item:
            kept[number] = _dressed(item)


def _plain(value: object) -> object:
    """A scalar of the round-trip reader as a plain value: days are text, 12.00 is 12."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return str(value)
