"""Answers as an example in a definition writes them, for the messages of `check`."""

from collections.abc import Mapping

from commonweal.kernel.money import major_of_place
from commonweal.kernel.values import ANY, MONEY, ListOf, Record, ValueType


def as_written(value: object, kind: ValueType = ANY) -> str:
    """A value of a kind as it could be given in an example: amounts in major units, [{name: 'Ann', works: no}]."""
    if isinstance(value, Mapping):
        fields = kind.fields if isinstance(kind, Record) else {}
        parts = {key: as_written(each, fields.get(key, ANY)) for key, each in value.items() if each is not None}
        return "{" + ", ".join(f"{key}: {words}" for key, words in parts.items()) + "}"
    if isinstance(value, list | tuple):
        item = kind.item if isinstance(kind, ListOf) else ANY
        return "[" + ", ".join(as_written(each, item) for each in value) + "]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if kind == MONEY and isinstance(value, int):
        return str(major_of_place(value))
    return f"'{value}'" if isinstance(value, str) else str(value)
