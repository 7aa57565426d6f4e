"""Unfinished answers: kept as they were typed or sent, shown again, and never used as answers."""

from collections.abc import Mapping
from typing import Any

from commonweal.blocks.forms.answers.posted import Fields
from commonweal.blocks.forms.question import Question

Unfinished = Mapping[str, Mapping[str, Any]]
"""By question key: {"typed": {field name: [strings]}} as a browser posted it, or {"given": JSON value} as a program
sent it. Plain JSON, so that drafts can keep it."""

KeptAsTyped = dict[str, dict[str, list[str]]]  # {"typed": {field name: [strings]}}
MOST_TYPED = 100_000  # characters of one page; what a form takes of an answer is far less


def own_fields(fields: Mapping[str, tuple[str, ...]], key: str) -> Fields:
    """The fields of one question."""
    return {name: values for name, values in fields.items() if name == key or name.startswith(f"{key}-")}


def as_kept(fields: Mapping[str, tuple[str, ...]]) -> KeptAsTyped:
    """What was typed, to be kept in a draft."""
    return {"typed": {name: list(values) for name, values in fields.items() if values}}


def says_something(fields: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether anything was typed at all."""
    return any(value for values in fields.values() for value in values)


def size_of(fields: Mapping[str, tuple[str, ...]]) -> int:
    """How many characters keeping it takes, the names included."""
    return sum(len(name) + len(value) for name, values in fields.items() for value in values)


def without_nulls(value: object) -> object:
    """A JSON value without nulls: null in a row or a group means not given."""
    if isinstance(value, dict):
        return {name: without_nulls(each) for name, each in value.items() if each is not None}
    return [without_nulls(each) for each in value] if isinstance(value, list) else value


def input_strings(question: Question, kept: Mapping[str, Any]) -> Fields:
    """The strings in the inputs of a question for what is kept of its answer."""
    if "typed" in kept:
        return {name: tuple(values) for name, values in kept["typed"].items()}
    parts = question.write(kept["given"]).items()
    return {f"{question.key}-{part}" if part else question.key: tuple(values) for part, values in parts}


def in_words(question: Question, kept: Mapping[str, object]) -> str:
    """What somebody typed so far, part by part in one line."""
    controls = {f"{question.key}-{part}" for part in question.controls}
    strings = input_strings(question, kept).items()
    return " ".join(word for name, words in strings if name not in controls for word in words if word)


def as_value(key: str, kept: Mapping[str, Any]) -> object:
    """What is kept of an answer for a program: as it was sent, or what was typed as text, part by part."""
    if "typed" not in kept:
        return kept["given"]
    tree: dict[str, Any] = {}
    for name, values in kept["typed"].items():
        below, parts = tree, [key, *filter(None, name.removeprefix(key).split("-"))]
        for part in parts[:-1]:
            inner = below.get(part)
            below[part] = below = inner if isinstance(inner, dict) else {"": inner} if inner is not None else {}
        below[parts[-1]] = values[0] if len(values) == 1 else list(values)
    return _rows(tree.get(key, ""))


def _rows(value: object) -> object:
    """Parts that are numbered are the rows of a list."""
    if not isinstance(value, dict):
        return value
    inside = {part: _rows(each) for part, each in value.items()}
    if inside and all(part.isdigit() for part in inside):
        return [inside[part] for part in sorted(inside, key=int)]
    return inside
