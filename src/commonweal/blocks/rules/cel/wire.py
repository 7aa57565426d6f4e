"""Reads and writes the serialised form of a CEL expression (cel/expr/syntax.proto inside google.protobuf.Any).

The library keeps its syntax tree to itself but serialises it; these are the few parts of the protocol buffers wire
format that it takes. Field numbers are those of `cel/expr/syntax.proto` and `checked.proto`.
"""

import struct
from collections.abc import Iterable, Iterator
from typing import Any

from commonweal.blocks.rules.cel.tree import (
    Call,
    Comprehension,
    Constant,
    ConstantKind,
    Entry,
    Identifier,
    ListNode,
    Node,
    Select,
    Struct,
)

PARSED = "type.googleapis.com/cel.expr.ParsedExpr"
CHECKED = "type.googleapis.com/cel.expr.CheckedExpr"
EXPRESSION_FIELD = {PARSED: 2, CHECKED: 4}
SOURCE_FIELD = {PARSED: 3, CHECKED: 5}
CONSTANTS: dict[int, ConstantKind] = {
    1: "null",
    2: "bool",
    3: "int",
    4: "uint",
    5: "double",
    6: "string",
    7: "bytes",
}
CONSTANT_FIELDS = {kind: number for number, kind in CONSTANTS.items()}
VARINT, FIXED64, BYTES = 0, 1, 2


class TooDeep(ValueError):
    """The tree is nested more deeply than the reader was told to follow."""


def _varint(data: bytes, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = data[at]
        at += 1
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            return result, at
        shift += 7


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == VARINT:
            value, at = _varint(data, at)
            yield key >> 3, value
        elif kind == FIXED64:
            yield key >> 3, data[at : at + 8]
            at += 8
        elif kind == BYTES:
            size, at = _varint(data, at)
            yield key >> 3, data[at : at + size]
            at += size
        else:
            raise ValueError(f"unexpected wire type {kind}")


def _only(data: bytes, number: int, default: Any = b"") -> Any:
    return next((value for field, value in _fields(data) if field == number), default)


def _all(data: bytes, number: int) -> list[bytes]:
    return [value for field, value in _fields(data) if field == number]


def _text(data: bytes, number: int) -> str:
    return bytes(_only(data, number)).decode()


def read(serialised: bytes, *, deepest: int) -> Node:
    """The tree of what the library serialised. TooDeep where it is nested deeper than `deepest`."""
    kind = _text(serialised, 1)
    body = _only(serialised, 2)
    positions = {_only(entry, 1, 0): _only(entry, 2, 0) for entry in _all(_only(body, SOURCE_FIELD[kind]), 4)}
    return _Reader(positions, deepest).node(_only(body, EXPRESSION_FIELD[kind]), 0)


class _Reader:
    def __init__(self, positions: dict[int, int], deepest: int) -> None:
        self.positions = positions
        self.deepest = deepest

    def node(self, data: bytes, depth: int) -> Node:
        if depth > self.deepest:
            raise TooDeep
        number, body, identity = 0, b"", 0
        for field, value in _fields(data):
            if field == 2:
                identity = value
            else:
                number, body = field, value
        return self._read(number, body, self.positions.get(identity, 0), depth + 1)

    def _read(self, number: int, body: bytes, column: int, depth: int) -> Node:  # noqa: PLR0911 - a kind each
        match number:
            case 3:
                return _constant(body, column)
            case 4:
                return Identifier(_text(body, 1), column)
            case 5:
                operand = self.node(_only(body, 1), depth)
                return Select(operand, _text(body, 2), bool(_only(body, 3, 0)), column)
            case 6:
                return self._call(body, column, depth)
            case 7:
                elements = tuple(self.node(item, depth) for item in _all(body, 1))
                return ListNode(elements, tuple(_packed(_all(body, 2))), column)
            case 8:
                entries = tuple(self._entry(item, depth) for item in _all(body, 2))
                return Struct(entries, _text(body, 1), column)
            case 9:
                parts = (self.node(_only(body, part), depth) for part in (2, 4, 5, 6, 7))
                over, start, condition, step, result = parts
                return Comprehension(
                    _text(body, 1), _text(body, 8), over, _text(body, 3), start, condition, step, result, column
                )
        raise ValueError(f"unexpected expression kind {number}")

    def _call(self, body: bytes, column: int, depth: int) -> Call:
        target = _only(body, 1, None)
        return Call(
            _text(body, 2),
            tuple(self.node(item, depth) for item in _all(body, 3)),
            None if target is None else self.node(target, depth),
            column,
        )

    def _entry(self, body: bytes, depth: int) -> Entry:
        key = _only(body, 3, None)
        return Entry(
            self.node(_only(body, 4), depth),
            None if key is None else self.node(key, depth),
            _text(body, 2),
            bool(_only(body, 5, 0)),
        )


def _packed(values: Iterable[Any]) -> Iterator[int]:
    for value in values:
        if isinstance(value, int):
            yield value
            continue
        at = 0
        while at < len(value):
            number, at = _varint(value, at)
            yield number


def _constant(body: bytes, column: int) -> Constant:
    for number, value in _fields(body):
        kind = CONSTANTS[number]
        if kind == "null":
            break
        if kind == "bool":
            return Constant(kind, bool(value), column)
        if kind == "int":
            return Constant(kind, value - (1 << 64) if value >> 63 else value, column)
        if kind == "double":
            return Constant(kind, struct.unpack("<d", value)[0], column)
        if kind == "string":
            return Constant(kind, bytes(value).decode(), column)
        return Constant(kind, value if kind == "uint" else bytes(value), column)
    return Constant("null", None, column)


def write(node: Node) -> bytes:
    """The tree as the library reads it back (unchecked: the types were checked on the tree)."""
    writer = _Writer()
    expression = writer.node(node)
    return _bytes(1, PARSED.encode()) + _bytes(2, _bytes(2, expression))


def _number(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _bytes(field: int, value: bytes) -> bytes:
    return _number(field << 3 | BYTES) + _number(len(value)) + value


def _integer(field: int, value: int) -> bytes:
    return _number(field << 3 | VARINT) + _number(value)


class _Writer:
    def __init__(self) -> None:
        self.identity = 0

    def node(self, node: Node) -> bytes:
        self.identity += 1
        identity = _integer(2, self.identity)
        number, body = self._body(node)
        return identity + _bytes(number, body)

    def _body(self, node: Node) -> tuple[int, bytes]:  # noqa: PLR0911 - a kind of node each
        match node:
            case Constant():
                return 3, _constant_bytes(node)
            case Identifier(name=name):
                return 4, _bytes(1, name.encode())
            case Select():
                test = _integer(3, 1) if node.test else b""
                return 5, _bytes(1, self.node(node.operand)) + _bytes(2, node.field.encode()) + test
            case Call():
                target = b"" if node.target is None else _bytes(1, self.node(node.target))
                args = b"".join(_bytes(3, self.node(arg)) for arg in node.args)
                return 6, target + _bytes(2, node.function.encode()) + args
            case ListNode():
                elements = b"".join(_bytes(1, self.node(item)) for item in node.elements)
                return 7, elements + b"".join(_integer(2, index) for index in node.optional)
            case Struct():
                entries = b"".join(_bytes(2, self._entry(entry)) for entry in node.entries)
                return 8, (_bytes(1, node.message.encode()) if node.message else b"") + entries
            case Comprehension():
                return 9, self._comprehension(node)

    def _entry(self, entry: Entry) -> bytes:
        self.identity += 1
        name = _bytes(2, entry.field.encode()) if entry.key is None else _bytes(3, self.node(entry.key))
        optional = _integer(5, 1) if entry.optional else b""
        return _integer(1, self.identity) + name + _bytes(4, self.node(entry.value)) + optional

    def _comprehension(self, node: Comprehension) -> bytes:
        second = _bytes(8, node.variable2.encode()) if node.variable2 else b""
        parts = zip((2, 4, 5, 6, 7), (node.over, node.start, node.condition, node.step, node.result), strict=True)
        body = b"".join(_bytes(number, self.node(part)) for number, part in parts)
        return _bytes(1, node.variable.encode()) + _bytes(3, node.accumulator.encode()) + body + second


def _constant_bytes(node: Constant) -> bytes:
    number = CONSTANT_FIELDS[node.kind]
    value = node.value
    if value is None:
        return _integer(number, 0)
    if isinstance(value, float):
        return _number(number << 3 | FIXED64) + struct.pack("<d", value)
    if isinstance(value, str):
        return _bytes(number, value.encode())
    if isinstance(value, bytes):
        return _bytes(number, value)
    return _integer(number, int(value))
