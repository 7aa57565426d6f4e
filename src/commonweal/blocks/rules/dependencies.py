"""What an expression depends on, directly or through facts and tables: names, and other expressions."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commonweal.blocks.rules.cel.compiled import Compiled
from commonweal.blocks.rules.cel.tree import Call, Constant, Identifier, ListNode, Node, walk
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.kernel.budget import spend

CONVERTING = frozenset({"rules_money", "rules_money_number"})


def names_behind(rule_set: RuleSet, reads: Iterable[str]) -> Iterator[str]:
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
        waiting += [read for part in _behind(rule_set, name) for read in part.reads][::-1]


def expressions_behind(rule_set: RuleSet, compiled: Compiled) -> Iterator[Compiled]:
    """The expression, and those of the facts and tables that it depends on."""
    yield compiled
    for name in names_behind(rule_set, compiled.reads):
        yield from _behind(rule_set, name)


def currencies_behind(
    rule_set: RuleSet, source: str, scope: Mapping[str, Any] | None = None, about: str = ""
) -> dict[str, str]:
    """The currencies of the amounts that an expression reads, also through facts and tables, each with a name.
    `about` is the answer that its place calls `value`."""
    found: dict[str, str] = {}
    for read in names_behind(rule_set, rule_set.compiled(source, scope).reads):
        name = about if read == "value" and about else read
        own = [each for each in rule_set.currencies if scope and name in scope and each.endswith(f".{name}")]
        amounts = own or [each for each in rule_set.currencies if each == name or each.startswith(f"{name}.")]
        found.update((rule_set.currencies[each], name) for each in amounts)
    return found


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


def _behind(rule_set: RuleSet, name: str) -> Iterator[Compiled]:
    """The expressions of the fact or table that a name belongs to; none for an answer or a parameter."""
    first, _, key = name.partition(".")
    if first == "facts":
        yield rule_set.compiled_fact(key)
    elif first == "tables":
        yield from map(rule_set.compiled, rule_set.tables[key.partition(".")[0]].sources())
