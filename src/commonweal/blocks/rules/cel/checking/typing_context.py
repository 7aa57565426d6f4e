"""What is known while an expression is checked: its names, the local names of macros, and the mistakes found so far."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.blocks.rules.cel.checking.kinds import Kind, Typed
from commonweal.blocks.rules.cel.checking.names import Names
from commonweal.blocks.rules.cel.checking.operators import Mistake
from commonweal.blocks.rules.cel.tree import Node, chain


@dataclass(frozen=True)
class Complaint:
    """A mistake at a column (from 0) of the expression."""

    code: str
    message: str
    remedy: str
    column: int


class TypingContext(ABC):
    """The state of the check of one expression, and how the parts of a node are checked in turn."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.complaints: list[Complaint] = []
        self.locals: dict[str, Kind] = {}
        self.items_of: dict[str, str] = {}  # local names of items of an answer, each with that answer

    @abstractmethod
    def check(self, node: Node) -> Typed:
        """The kind and the runnable tree; ANY where a mistake hides the kind."""

    @abstractmethod
    def given(self, node: Node) -> Typed:
        """Whether an answer was given, as a condition."""

    def complain(self, mistake: Mistake, node: Node) -> None:
        """Adds a mistake at its own column, else at that of the node."""
        column = node.column if mistake.column is None else mistake.column
        self.complaints.append(Complaint(mistake.code, mistake.message, mistake.remedy, column))

    def options_of(self, node: Node) -> Sequence[str]:
        """The options of the choice question that a node reads; none for anything else."""
        parts, _ = chain(node)
        if parts is None:
            return ()
        choices = self.names.choices
        if parts[0] in self.locals:
            items = self.items_of.get(parts[0])
            if items is not None:
                return choices.get(".".join([items, *parts[1:]]), ())
            # Items of a list that was made on the way: a field's name is usually enough to tell the question.
            lists = [name for name in choices if len(parts) == 2 and name.endswith("." + parts[1])]
            return choices[lists[0]] if len(lists) == 1 else ()
        return choices.get(".".join(parts), ())
