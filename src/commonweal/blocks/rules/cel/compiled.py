"""An expression of the service language, compiled: parsed, checked, and ready to run on the library."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from commonweal.blocks.rules.cel import cost, engine
from commonweal.blocks.rules.cel.checking import slips
from commonweal.blocks.rules.cel.checking.checker import Checker, check_result
from commonweal.blocks.rules.cel.checking.kinds import value_type
from commonweal.blocks.rules.cel.checking.names import Found, Names
from commonweal.blocks.rules.cel.checking.signatures import USES_CALENDAR
from commonweal.blocks.rules.cel.checking.typing_context import Complaint
from commonweal.blocks.rules.cel.engine import Failure, NotCompiled, Program
from commonweal.blocks.rules.cel.tree import Call, Node, free_names, walk
from commonweal.blocks.rules.problems import RuleRefused
from commonweal.kernel.budget import spend
from commonweal.kernel.values import ANY, ValueType

MISSPELT = "unknown-option"
# What compiling costs, in steps of the budget for proofs: at all, and for each character.
COMPILE, COMPILE_CHARACTER = 200, 20


@dataclass
class Compiled:
    """`reads` are the dotted names that it reads, each once; `kind` is what it gives."""

    source: str
    tree: Node
    kind: ValueType
    program: Program
    reads: tuple[str, ...]
    costly: bool
    uses_calendar: bool
    scope: Names = field(default_factory=lambda: Names({}))  # names that only its place has
    parts: dict[int, Program] = field(default_factory=dict)

    def own(self, name: str) -> Found | None:
        """What a dotted name means at the place of the expression alone; None for a name of the whole definition."""
        return self.scope.find(name.split("."))

    def part(self, node: Node) -> Program:
        """A program for a part of the tree; made when it is first asked for."""
        if node is self.tree:
            return self.program
        if id(node) not in self.parts:
            self.parts[id(node)] = engine.program_of(node)
        return self.parts[id(node)]

    def alone(self, node: Node, bound: Mapping[str, ValueType]) -> "Compiled":
        """A part of the tree as an expression of its own, whose place has the names in `bound`: those of the items of
        lists. It reads no other names that only the place of this one has."""
        read = set(free_names(node))
        reads = (*(name for name in self.reads if name in read), *(name for name in bound if name in read))
        program, scope = self.part(node), Names(bound)
        return replace(self, tree=node, kind=ANY, program=program, reads=reads, scope=scope, parts={})

    def needed(self, node: Node, bindings: dict[str, Any]) -> set[str]:
        """Names without a value that keep `node` from having one. Follows only the branches that matter."""
        if not isinstance(self.part(node).run(bindings), Failure):
            return set()
        if isinstance(node, Call) and node.target is None:
            if node.function in ("_&&_", "_||_", "!_"):
                return set().union(*(self.needed(arg, bindings) for arg in node.args))
            if node.function == "_?_:_":
                test = self.part(node.args[0]).run(bindings)
                branch = node.args[0] if isinstance(test, Failure) else node.args[1 if test is True else 2]
                return self.needed(branch, bindings)
        return {name for name in free_names(node) if name not in bindings}


def compile_typed(
    source: str,
    names: Names,
    wanted: ValueType | None = None,
    scope: Mapping[str, ValueType] | None = None,
    about: str = "",
) -> tuple[Compiled | None, list[Complaint]]:
    """The compiled expression, or None, with all complaints. A misspelt option is only reported: definitions
    that were published before this check existed still run.

    `wanted` is the kind that its place needs; `scope` are names that only its place has and that hide others;
    `about` the one of them that is `value`, too."""
    spend(COMPILE + COMPILE_CHARACTER * len(source))
    try:
        tree = engine.parse(source)
    except NotCompiled as error:
        remedy = slips.remedy_for_syntax(source, error.column or 0) or "Correct it here."
        return None, [Complaint("syntax", _plain_syntax(error.message), remedy, error.column or 0)]
    except RuleRefused as error:
        return None, [Complaint("out-of-bounds", error.detail, error.remedy, 0)]
    inside = names.within(scope or {}, about)
    checker = Checker(inside)
    typed = checker.check(tree)
    if wanted is not None and not checker.complaints:
        typed = check_result(checker, typed, wanted, tree)
    complaints = sorted(checker.complaints, key=lambda complaint: complaint.column)
    if any(complaint.code != MISSPELT for complaint in complaints):
        return None, complaints
    calls = {node.function for node in walk(typed.node) if isinstance(node, Call)}
    return (
        Compiled(
            source=source,
            tree=typed.node,
            kind=value_type(typed.kind),
            program=engine.program_of(typed.node),
            reads=tuple(dict.fromkeys(free_names(typed.node))),
            costly=cost.can_be_costly(typed.node),
            uses_calendar=bool(calls & USES_CALENDAR),
            scope=Names(dict(scope or {}), choices=inside.choices),
        ),
        complaints,
    )


_SYNTAX = (
    (re.compile(r"^reserved identifier: (?P<what>\w+)"), "'{}' has no meaning here."),
    (re.compile(r"missing '(?P<what>.)' at '<EOF>'"), "The expression stops too early: '{}' is missing."),
    (re.compile(r"'<EOF>' expecting|at '<EOF>'"), "The expression stops too early: something is missing at its end."),
    (re.compile(r"token recognition error at: '(?P<what>.*)'"), "'{}' has no meaning here."),
    (re.compile(r"input '(?P<what>.*?)'(?: expecting|$)"), "'{}' does not belong here."),
)


def _plain_syntax(message: str) -> str:
    for pattern, words in _SYNTAX:
        found = pattern.search(message)
        if found:
            return words.format(found.groupdict().get("what", "").strip())
    return "This cannot be read."
