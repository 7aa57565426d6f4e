"""The syntax tree of an expression: small frozen nodes, each with its column, and the walks over them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

ConstantKind = Literal["null", "bool", "int", "uint", "double", "string", "bytes"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal."""

    kind: ConstantKind
    value: bool | int | float | str | bytes | None
    column: int = 0


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name; after name resolution it may hold dots (`address.area`)."""

    name: str
    column: int = 0


@dataclass(frozen=True, slots=True)
class Select:
    """A field of a record. `test` is the macro `has(a.b)`."""

    operand: "Node"
    field: str
    test: bool = False
    column: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator (`_+_`); with a target it is written `target.function(...)`."""

    function: str
    args: tuple["Node", ...]
    target: "Node | None" = None
    column: int = 0


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list literal; `optional` are indices of elements written `?x`."""

    elements: tuple["Node", ...]
    optional: tuple[int, ...] = ()
    column: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a map (`key` set) or message (`field` set)."""

    value: "Node"
    key: "Node | None" = None
    field: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Struct:
    """A map literal, or a message where it has a name."""

    entries: tuple[Entry, ...]
    message: str = ""
    column: int = 0


@dataclass(frozen=True, slots=True)
class Comprehension:
    """What the macros all, exists, exists_one, map and filter become."""

    variable: str
    variable2: str
    over: "Node"
    accumulator: str
    start: "Node"
    condition: "Node"
    step: "Node"
    result: "Node"
    column: int = 0


Node = Constant | Identifier | Select | Call | ListNode | Struct | Comprehension


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order of evaluation."""
    match node:
        case Select(operand=operand):
            return (operand,)
        case Call(args=args, target=target):
            return args if target is None else (target, *args)
        case ListNode(elements=elements):
            return elements
        case Struct(entries=entries):
            return tuple(part for entry in entries for part in (entry.key, entry.value) if part is not None)
        case Comprehension():
            return (node.over, node.start, node.condition, node.step, node.result)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    for child in children(node):
        yield from walk(child)


def free_names(node: Node, bound: frozenset[str] = frozenset()) -> Iterator[str]:
    """Names that the expression reads from outside, in the order of reading; a name may come several times."""
    match node:
        case Identifier(name=name):
            if name not in bound:
                yield name
        case Comprehension():
            yield from free_names(node.over, bound)
            yield from free_names(node.start, bound)
            inner = bound | {node.variable, node.variable2, node.accumulator}
            for part in (node.condition, node.step, node.result):
                yield from free_names(part, inner)
        case _:
            for child in children(node):
                yield from free_names(child, bound)


def chain(node: Node) -> tuple[list[str] | None, Node]:
    """`a.b.c` as its parts with its first node, None where it is not a plain chain of names."""
    parts: list[str] = []
    while isinstance(node, Select):
        parts.append(node.field)
        node = node.operand
    if not isinstance(node, Identifier):
        return None, node
    return [node.name, *reversed(parts)], node
