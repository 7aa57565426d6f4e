"""Tells literals that are compared with a choice question but are not among its options."""

from typing import TYPE_CHECKING

from commonweal.blocks.rules.cel.names import did_you_mean, near
from commonweal.blocks.rules.cel.operators import Mistake
from commonweal.blocks.rules.cel.tree import Constant, ListNode, Node, chain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commonweal.blocks.rules.cel.checker import Checker


def check(checker: "Checker", args: tuple[Node, ...]) -> None:
    """Complains about every misspelt option on either side of a comparison."""
    for one, other in ((args[0], args[1]), (args[1], args[0])):
        options = _options_of(checker, one)
        literals = other.elements if isinstance(other, ListNode) else (other,)
        for literal in literals:
            if options and isinstance(literal, Constant) and isinstance(literal.value, str):
                _known(checker, literal, literal.value, options)


def _known(checker: "Checker", literal: Node, value: str, options: "Sequence[str]") -> None:
    if value not in options:
        meant = did_you_mean(near(value, options)) or "Use one of the options."
        message = f"'{value}' is not an option; they are {', '.join(options[:12])}."
        checker.complain(Mistake(message, meant, "unknown-option"), literal)


def _options_of(checker: "Checker", node: Node) -> "Sequence[str]":
    parts, _ = chain(node)
    if parts is None:
        return ()
    choices = checker.names.choices
    if parts[0] in checker.locals:
        items = checker.items_of.get(parts[0])
        if items is not None:
            return choices.get(".".join([items, *parts[1:]]), ())
        # Items of a list that was made on the way: a field's name is usually enough to tell the question.
        lists = [name for name in choices if len(parts) == 2 and name.endswith("." + parts[1])]
        return choices[lists[0]] if len(lists) == 1 else ()
    return choices.get(".".join(parts), ())
