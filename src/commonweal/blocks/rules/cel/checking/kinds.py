"""How kinds of value relate: what they have in common, what may stand for what, and their names in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from commonweal.blocks.rules.cel.tree import Call, Constant, Node
from commonweal.kernel.values import (
    ANY,
    BOOLEAN,
    DATE,
    DURATION,
    INTEGER,
    MONEY,
    NUMBER,
    TEXT,
    TIMESTAMP,
    ListOf,
    Record,
    ValueType,
)


@dataclass(frozen=True)
class Special:
    """A kind that only expressions have: `null`, the item of an empty list, and spans that depend on a day."""

    name: str


NULL = Special("null")
NOTHING = Special("nothing")
WORKING_DAYS = Special("working days")
MONTHS = Special("months")

Kind = ValueType | Special

WORDS: dict[Kind, str] = {
    TEXT: "text",
    INTEGER: "a whole number",
    NUMBER: "a number",
    MONEY: "an amount of money",
    DATE: "a date",
    TIMESTAMP: "a moment (date and time)",
    DURATION: "a length of time",
    BOOLEAN: "yes or no",
    ANY: "anything",
    NULL: "null",
    WORKING_DAYS: "a number of working days",
    MONTHS: "a number of months",
}


@dataclass(frozen=True)
class Typed:
    """A node with its kind. The node may differ from what was written: the checker chooses functions by kind."""

    kind: Kind
    node: Node


def words(kind: Kind) -> str:
    """The kind as a person says it."""
    if isinstance(kind, ListOf):
        return "a list" if kind.item == ANY or isinstance(kind.item, Special) else f"a list ({words(kind.item)})"
    if isinstance(kind, Record):
        return "a group of answers (" + ", ".join(list(kind.fields)[:6]) + ")"
    return WORDS.get(kind, str(kind))


def list_of(item: Kind) -> ListOf:
    """A list whose items may be of a special kind while the checker works."""
    return ListOf(item)  # type: ignore[arg-type]  # the item of [] is NOTHING until it is joined with another


def value_type(kind: Kind) -> ValueType:
    """The kind without anything special: what an expression may hand out."""
    if isinstance(kind, ListOf):
        return ListOf(value_type(kind.item))
    if kind in (WORKING_DAYS, MONTHS):
        return DURATION
    return ANY if isinstance(kind, Special) else kind


def is_any(kind: Kind) -> bool:
    """Whether nothing is known of it."""
    return kind in (ANY, NOTHING)


def join(one: Kind, other: Kind) -> Kind | None:
    """The kind that both are, None where they have nothing in common."""
    if one == other or other in (NULL, NOTHING):
        return one
    if one in (NULL, NOTHING):
        return other
    if ANY in (one, other):
        return ANY
    return _join_parts(one, other) or next((wide for narrow, wide in WIDER if (one, other) in narrow), None)


# Pairs of kinds, in either order, and the kind that takes in both.
WIDER: tuple[tuple[tuple[tuple[Kind, Kind], ...], Kind], ...] = (
    (((INTEGER, NUMBER), (NUMBER, INTEGER)), NUMBER),
    (((DATE, TIMESTAMP), (TIMESTAMP, DATE)), TIMESTAMP),
)


def _join_parts(one: Kind, other: Kind) -> Kind | None:
    if isinstance(one, ListOf) and isinstance(other, ListOf):
        item = join(one.item, other.item)
        return None if item is None else list_of(item)
    if isinstance(one, Record) and isinstance(other, Record):
        return Record({**one.fields, **other.fields}, open=one.open or other.open)
    return None


def join_all(kinds: Iterable[Kind]) -> Kind:
    """The kind that all are; ANY where there is none, NOTHING for no kinds."""
    start: Kind = NOTHING
    return reduce(lambda one, other: join(one, other) or ANY, kinds, start)


def is_zero(node: Node) -> bool:
    """Whether it is the literal 0, which is the same in every unit."""
    return isinstance(node, Constant) and node.kind in {"int", "double"} and node.value == 0


def converted(value: Typed, wanted: Kind) -> Typed | None:
    """The value as the wanted kind where that is harmless (a whole number as a number, 0 as money), else None."""
    kind, node = value.kind, value.node
    if kind in (wanted, NULL) or is_any(kind) or is_any(wanted):
        return value
    if wanted == NUMBER and kind == INTEGER:
        return Typed(NUMBER, _as_double(node))
    if wanted == MONEY and kind in (INTEGER, NUMBER) and is_zero(node):
        return Typed(MONEY, Constant("int", 0, node.column))
    if (wanted == TIMESTAMP and kind == DATE) or (wanted == DURATION and kind == WORKING_DAYS):
        return Typed(wanted, node)
    if isinstance(wanted, ListOf | Record) and join(kind, wanted) is not None and type(kind) is type(wanted):
        return value
    return None


def _as_double(node: Node) -> Node:
    if isinstance(node, Constant) and isinstance(node.value, int):
        return Constant("double", float(node.value), node.column)
    return Call("double", (node,), None, node.column)
