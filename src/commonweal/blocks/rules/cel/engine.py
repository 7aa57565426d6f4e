"""The only module that calls the CEL library: compile within bounds, read the tree, run, and sort its errors."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from cel_expr_python import cel

from commonweal.blocks.rules.cel import bounds, functions, wire
from commonweal.blocks.rules.cel.tree import Node, walk
from commonweal.blocks.rules.problems import RuleRefused

ERROR_PLACE = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
UNBOUND = re.compile(r'No value with name "([^"]*)" found in Activation')


class NotCompiled(Exception):
    """The source is not an expression. `column` counts characters from 0, None where the library does not say."""

    def __init__(self, message: str, column: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


@dataclass(frozen=True)
class Failure:
    """An evaluation without a value. `unbound`: it read a name that has no value; `error`: anything else."""

    kind: Literal["unbound", "error"]
    message: str


class Program:
    """A compiled expression, safe to share between threads."""

    def __init__(self, expression: Any) -> None:
        self._expression = expression

    def run(self, bindings: Mapping[str, Any]) -> Any:
        """The plain value for these variables, or a `Failure`. The bindings must have been weighed."""
        value = self.raw(bindings)
        return value if isinstance(value, Failure) else _plain(value)

    def raw(self, bindings: Mapping[str, Any]) -> Any:
        """As `run`, but the library's own value, which knows its CEL type."""
        try:
            value = self._expression.eval(data=bindings)
        except RuntimeError as error:
            return Failure("error", str(error))
        if value.type() == cel.Type.ERROR:
            message = str(value.value())
            return Failure("unbound" if UNBOUND.search(message) else "error", message)
        return value

    def serialise(self) -> bytes:
        """The checked or parsed tree, for `wire.read`."""
        return bytes(self._expression.serialize())


def _plain(value: Any) -> Any:
    """The plain value of one of the library's.

    Not its own `plain_value`, nor `value` of a null: for each null they give away a reference to None that is not
    theirs, and before Python 3.12 the process ends when none is left."""
    if value.type() == cel.Type.NULL:
        return None
    content = value.value()
    if isinstance(content, list):
        return [_plain(part) for part in content]
    if isinstance(content, dict):
        return {key: _plain(part) for key, part in content.items()}
    return content


def environment(variables: Mapping[str, Any] | None = None, *, extensions: Sequence[Any] = ()) -> Any:
    """The library's environment with our functions; `variables` are CEL types by name. `extensions` are the library's
    own: what they add is not of the service language, so only conformance with the standard loads them."""
    return cel.NewEnv(variables=dict(variables or {}), extensions=list(extensions), functions=functions.declarations())


@cache
def _shared() -> Any:
    return environment()


def compile_source(source: str, *, within: Any = None, check: bool = False) -> Program:
    """A program from source. RuleRefused when out of bounds, NotCompiled when it is not CEL.

    `check` lets the library check types against the variables of the environment `within`; the service language
    checks on the tree instead, because it has kinds of value that CEL has not."""
    bounds.refuse_source(source)
    try:
        return Program((within or _shared()).compile(source, disable_check=not check))
    except RuntimeError as error:
        raise _explained(str(error), source) from None


def parse(source: str) -> Node:
    """The syntax tree of an expression. Raises as `compile_source`."""
    return tree_of(compile_source(source))


def tree_of(program: Program) -> Node:
    """The syntax tree of a program. RuleRefused when it has too many parts."""
    try:
        tree = wire.read(program.serialise())
    except wire.TooDeep:
        raise _too_large() from None
    if sum(1 for _ in walk(tree)) > bounds.TREE_NODES:
        raise _too_large()
    return tree


def program_of(tree: Node, *, within: Any = None) -> Program:
    """A program from a tree, perhaps a changed one. RuleRefused when it is too deep for the library to read."""
    try:
        return Program((within or _shared()).deserialize(wire.write(tree)))
    except RuntimeError:
        raise _too_large() from None


def _too_large() -> RuleRefused:
    return RuleRefused("The expression has too many parts.", remedy="Split it: give parts of it a name under facts.")


def _explained(message: str, source: str) -> NotCompiled | RuleRefused:
    if "recursion" in message:
        return _too_large()
    place = ERROR_PLACE.search(message)
    if place is None:
        return NotCompiled(message.split("\n", 1)[0])
    line, column, what = int(place[1]), int(place[2]), place[3]
    before = source.split("\n")[: line - 1]
    return NotCompiled(what, min(len(source), sum(len(text) + 1 for text in before) + column - 1))
