"""How an expression reads a value: a field of a record, and days and lengths of time, passed on as text."""

from dataclasses import replace

from commonweal.blocks.rules.cel.checking.kinds import Typed, is_any, words
from commonweal.blocks.rules.cel.checking.names import did_you_mean, near
from commonweal.blocks.rules.cel.checking.operators import Mistake
from commonweal.blocks.rules.cel.tree import Call, Select
from commonweal.kernel.values import ANY, DATE, DURATION, TIMESTAMP, ListOf, Record


def read(raw: Typed) -> Typed:
    """Days and lengths of time reach the library as text, which it turns into its own kinds."""
    if raw.kind in (DATE, TIMESTAMP):
        return Typed(raw.kind, Call("timestamp", (raw.node,), None, raw.node.column))
    if raw.kind == DURATION:
        return Typed(raw.kind, Call("duration", (raw.node,), None, raw.node.column))
    return raw


def field(operand: Typed, node: Select) -> Typed:
    """A field of a record. Mistake where the value has no such field."""
    kind = operand.kind
    selected = replace(node, operand=operand.node)
    if is_any(kind):
        return Typed(ANY, selected)
    if isinstance(kind, Record):
        if node.field in kind.fields:
            return Typed(kind.fields[node.field], selected)
        if kind.open:
            return Typed(ANY, selected)
        meant = did_you_mean(near(node.field, kind.fields))
        raise Mistake(
            f"There is no '{node.field}' in it; it has {', '.join(kind.fields)}.",
            meant or "Use one of these.",
            "unknown-name",
        )
    remedy = "Use exists(...), all(...), filter(...) or map(...) to look at the items of a list."
    raise Mistake(
        f"There is no '.{node.field}' of {words(kind)}.",
        remedy if isinstance(kind, ListOf) else "Leave it out.",
        "unknown-name",
    )
