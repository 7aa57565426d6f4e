"""Reads and writes the serialised form of a CEL expression (cel.expr.ParsedExpr or CheckedExpr in google.protobuf.Any).

The library keeps its syntax tree to itself but serialises it; `protocol` has the messages as protoc generates them."""

from collections.abc import Iterable
from itertools import count

from google.protobuf.any_pb2 import Any
from google.protobuf.message import DecodeError

from commonweal.blocks.rules.cel.protocol.checked_pb2 import CheckedExpr
from commonweal.blocks.rules.cel.protocol.syntax_pb2 import Constant as ConstantMessage
from commonweal.blocks.rules.cel.protocol.syntax_pb2 import Expr, ParsedExpr
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

CHECKED = "cel.expr.CheckedExpr"
# The fields of a constant by what we call its kind.
CONSTANT_FIELDS: dict[ConstantKind, str] = {
    "null": "null_value",
    "bool": "bool_value",
    "int": "int64_value",
    "uint": "uint64_value",
    "double": "double_value",
    "string": "string_value",
    "bytes": "bytes_value",
}
CONSTANTS = {field: kind for kind, field in CONSTANT_FIELDS.items()}


class TooDeep(ValueError):
    """The tree is nested more deeply than protocol buffers are read: a hundred messages inside each other."""


def read(serialised: bytes) -> Node:
    """The tree of what the library serialised. TooDeep where it is nested too deeply to be read back."""
    envelope = Any.FromString(serialised)
    kind = CheckedExpr if envelope.TypeName() == CHECKED else ParsedExpr
    try:
        found = kind.FromString(envelope.value)
    except DecodeError:
        # The library writes nothing else that cannot be decoded.
        raise TooDeep from None
    return _Reader(dict(found.source_info.positions)).node(found.expr)


class _Reader:
    def __init__(self, positions: dict[int, int]) -> None:
        self.positions = positions

    def nodes(self, messages: Iterable[Expr]) -> tuple[Node, ...]:
        return tuple(self.node(message) for message in messages)

    def node(self, message: Expr) -> Node:
        column = self.positions.get(message.id, 0)
        node: Node
        match message.WhichOneof("expr_kind"):
            case "const_expr":
                node = _constant(message.const_expr, column)
            case "ident_expr":
                node = Identifier(message.ident_expr.name, column)
            case "select_expr":
                select = message.select_expr
                node = Select(self.node(select.operand), select.field, select.test_only, column)
            case "call_expr":
                node = self._call(message.call_expr, column)
            case "list_expr":
                found = message.list_expr
                node = ListNode(self.nodes(found.elements), tuple(found.optional_indices), column)
            case "struct_expr":
                struct = message.struct_expr
                node = Struct(tuple(map(self._entry, struct.entries)), struct.message_name, column)
            case "comprehension_expr":
                node = self._comprehension(message.comprehension_expr, column)
            case kind:
                raise ValueError(f"unexpected kind of expression: {kind}")
        return node

    def _call(self, call: Expr.Call, column: int) -> Call:
        target = self.node(call.target) if call.HasField("target") else None
        return Call(call.function, self.nodes(call.args), target, column)

    def _entry(self, entry: Expr.CreateStruct.Entry) -> Entry:
        key = self.node(entry.map_key) if entry.HasField("map_key") else None
        return Entry(self.node(entry.value), key, entry.field_key, entry.optional_entry)

    def _comprehension(self, found: Expr.Comprehension, column: int) -> Comprehension:
        return Comprehension(
            found.iter_var,
            found.iter_var2,
            self.node(found.iter_range),
            found.accu_var,
            self.node(found.accu_init),
            self.node(found.loop_condition),
            self.node(found.loop_step),
            self.node(found.result),
            column,
        )


def _constant(message: ConstantMessage, column: int) -> Constant:
    kind = CONSTANTS[message.WhichOneof("constant_kind") or "null_value"]
    return Constant(kind, None if kind == "null" else getattr(message, CONSTANT_FIELDS[kind]), column)


def write(node: Node) -> bytes:
    """The tree as the library reads it back (unchecked: the types were checked on the tree)."""
    parsed = ParsedExpr()
    _Writer().fill(parsed.expr, node)
    envelope = Any()
    envelope.Pack(parsed)
    return envelope.SerializeToString()


class _Writer:
    """Fills messages with nodes, and numbers both expressions and entries."""

    def __init__(self) -> None:
        self.identities = count(1)

    def fill(self, message: Expr, node: Node) -> None:
        message.id = next(self.identities)
        match node:
            case Constant():
                setattr(message.const_expr, CONSTANT_FIELDS[node.kind], 0 if node.value is None else node.value)
            case Identifier(name=name):
                message.ident_expr.name = name
            case Select():
                select = message.select_expr
                self.fill(select.operand, node.operand)
                select.field, select.test_only = node.field, node.test
            case Call():
                message.call_expr.function = node.function
                if node.target is not None:
                    self.fill(message.call_expr.target, node.target)
                for arg in node.args:
                    self.fill(message.call_expr.args.add(), arg)
            case ListNode():
                message.list_expr.SetInParent()
                message.list_expr.optional_indices.extend(node.optional)
                for element in node.elements:
                    self.fill(message.list_expr.elements.add(), element)
            case Struct():
                message.struct_expr.SetInParent()
                message.struct_expr.message_name = node.message
                for entry in node.entries:
                    self._entry(message.struct_expr.entries.add(), entry)
            case Comprehension():
                self._comprehension(message.comprehension_expr, node)

    def _entry(self, message: Expr.CreateStruct.Entry, entry: Entry) -> None:
        message.id = next(self.identities)
        message.optional_entry = entry.optional
        if entry.key is None:
            message.field_key = entry.field
        else:
            self.fill(message.map_key, entry.key)
        self.fill(message.value, entry.value)

    def _comprehension(self, message: Expr.Comprehension, node: Comprehension) -> None:
        message.iter_var, message.iter_var2, message.accu_var = node.variable, node.variable2, node.accumulator
        self.fill(message.iter_range, node.over)
        self.fill(message.accu_init, node.start)
        self.fill(message.loop_condition, node.condition)
        self.fill(message.loop_step, node.step)
        self.fill(message.result, node.result)
