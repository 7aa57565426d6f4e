"""What an expression depends on, directly or through facts and tables: names, and other expressions."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from commonweal.blocks.rules.cel.tree import Call, Constant, Identifier, ListNode, Node, walk
from commonweal.kernel.budget import spend

if TYPE_CHECKING:
    from commonweal.blocks.rules.cel.compiled import Compiled
    from commonweal.blocks.rules.world import World

CONVERTING = frozenset({"rules_money", "rules_money_number"})


def names_behind(world: "World", reads: Iterable[str]) -> Iterator[str]:
    """Every name that an expression reads, also through facts and tables, once. `reads` are those it names itself."""
    seen: set[str] = set()
    waiting = list(reads)[::-1]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        spend(1)
        seen.add(name)
        yield name
        waiting += [read for part in _behind(world, name) for read in part.reads][::-1]


def expressions_behind(world: "World", compiled: "Compiled") -> Iterator["Compiled"]:
    """The expression, and those of the facts and tables that it depends on."""
    yield compiled
    for name in names_behind(world, compiled.reads):
        yield from _behind(world, name)


def converts_amounts(tree: Node) -> bool:
    """Whether the tree makes a number an amount, or an amount a number."""
    return any(isinstance(node, Call) and node.function in CONVERTING for node in walk(tree))


def compared(tree: Node) -> Iterator[tuple[str, str]]:
    """The names that are compared with a text that is written out, each with that text."""
    for node in walk(tree):
        if isinstance(node, Call) and node.function in ("_==_", "_!=_", "@in"):
            for one, other in (node.args, node.args[::-1]):
                literals = other.elements if isinstance(other, ListNode) else (other,)
                texts = [each.value for each in literals if isinstance(each, Constant)]
                if isinstance(one, Identifier):
                    yield from ((one.name, text) for text in texts if isinstance(text, str))


def node_of(name: str) -> str:
    """The fact, table or parameter that a name belongs to: `tables.rents` of `tables.rents.yearly`."""
    return ".".join(name.split(".")[:2])


def _behind(world: "World", name: str) -> Iterator["Compiled"]:
    """The expressions of the fact or table that a name belongs to; none for an answer or a parameter."""
    first, _, key = name.partition(".")
    if first == "facts":
        yield world.compiled_fact(key)
    elif first == "tables":
        yield from map(world.compiled, world.tables[key.partition(".")[0]].sources())
