"""Regular expressions: only written-out ones, of a size whose worst case is known."""

import re

from commonweal.blocks.rules.cel.bounds import PATTERN_LENGTH
from commonweal.blocks.rules.cel.checking.operators import Mistake
from commonweal.blocks.rules.cel.tree import Constant, Node

REPEATS = re.compile(r"\{(\d+)(?:,(\d*))?\}")
BIG_CLASS = re.compile(r"\\[pP]|\(\?[a-zA-Z]*i")
STATES = 2_000  # what a pattern may grow to; more is refused
STATES_OF_BIG_CLASS = 60  # a Unicode class has hundreds of ranges


def states(pattern: str) -> int:
    """About how many states the library's automaton has: the length, times repeats inside repeats."""
    repeats = 1
    for match in REPEATS.finditer(pattern):
        repeats *= max(1, int(match[2] or match[1]))
        if repeats > STATES:
            return repeats
    size = len(pattern) + repeats
    return size * STATES_OF_BIG_CLASS if BIG_CLASS.search(pattern) and repeats > 1 else size


def check(node: Node) -> None:
    """Mistake unless the node is a written-out pattern of harmless size that the library understands."""
    if not isinstance(node, Constant) or not isinstance(node.value, str):
        raise Mistake("The pattern of matches(...) must be written out.", "Write the pattern in quotation marks.")
    if len(node.value) > PATTERN_LENGTH or states(node.value) > STATES:
        raise Mistake("The pattern of matches(...) is too large.", "Use a shorter one with fewer repeats {…}.")
    from commonweal.blocks.rules.cel.engine import Failure, program_of
    from commonweal.blocks.rules.cel.tree import Call

    if isinstance(program_of(Call("matches", (node,), Constant("string", ""))).run({}), Failure):
        raise Mistake(f"'{node.value}' is not a valid pattern.", "Use the syntax of RE2 regular expressions.")
