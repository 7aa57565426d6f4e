"""Complains about literals that are compared with a choice question but are not among its options."""

from collections.abc import Sequence

from commonweal.blocks.rules.cel.checking.names import did_you_mean, near
from commonweal.blocks.rules.cel.checking.operators import Mistake
from commonweal.blocks.rules.cel.checking.typing_context import TypingContext
from commonweal.blocks.rules.cel.tree import Constant, ListNode, Node


def check(context: TypingContext, args: tuple[Node, ...]) -> None:
    """Complains about every misspelt option on either side of a comparison."""
    for one, other in ((args[0], args[1]), (args[1], args[0])):
        options = context.options_of(one)
        literals = other.elements if isinstance(other, ListNode) else (other,)
        for literal in literals:
            if options and isinstance(literal, Constant) and isinstance(literal.value, str):
                _known(context, literal, literal.value, options)


def _known(context: TypingContext, literal: Node, value: str, options: Sequence[str]) -> None:
    if value not in options:
        meant = did_you_mean(near(value, options)) or "Use one of the options."
        message = f"'{value}' is not an option; they are {', '.join(options[:12])}."
        context.complain(Mistake(message, meant, "unknown-option"), literal)
