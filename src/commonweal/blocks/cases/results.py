"""What the verbs of cases answer with: a case that was opened, and what became of each of many."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RowResult:
    """What became of one case of a bulk action: `problem` is empty if it was done, else why not and what to do."""

    case: str
    reference: str
    done: bool
    problem: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Opened:
    """A case that was just opened, or that had been opened for the same journey before."""

    id: str
    reference: str
    new: bool = True
    tasks: Sequence[str] = field(default_factory=tuple)
