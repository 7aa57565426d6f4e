"""The outcome of a count: the rounds in order, with the price of each, and all that is needed to explain it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from commonweal.participation.budgeting.counting.rule import Rule
from commonweal.participation.budgeting.counting.tie_breaking import Tie

Phase = Literal["greedy", "phragmen", "equal-shares", "utilitarian-top-up", "phragmen-top-up"]

Progress = Callable[[str], None]
"""Called now and then during a long count with a sentence that says how far it is."""


def silent(_: str) -> None:
    """Progress without a reader."""


@dataclass(frozen=True, slots=True)
class Round:
    """One project funded.

    `charge`: equal shares: what one point of support pays, in millionths; phragmén: the time of purchase, which
    is what each supporter has been given by then. `effective_votes`: cost over charge (over the charge alone in
    currency units, where utility is the score). `all_in`: the ballot groups that paid all they had left.
    """

    number: int
    project: int
    phase: Phase
    charge: Fraction | None = None
    effective_votes: Fraction | None = None
    all_in: tuple[int, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """The result of counting one election by one rule. Amounts are in millionths of the currency unit.

    `share` is what each voter had to spend (equal shares); `steps` how often add1 raised it. `kept` is False where
    the comparison step replaced the outcome; `preferred` counts the voters for (equal shares, greedy), `replaced` are
    the rounds that were replaced.
    """

    rule: Rule
    rounds: tuple[Round, ...]
    spent: int
    budget: int
    ties: tuple[Tie, ...] = ()
    ineligible: dict[str, str] = field(default_factory=dict)
    share: Fraction | None = None
    steps: int = 0
    stopped: str = ""
    kept: bool = True
    preferred: tuple[int, int] | None = None
    replaced: tuple[Round, ...] = ()

    @property
    def winners(self) -> tuple[int, ...]:
        """The positions of the funded projects in the order in which they were funded."""
        return tuple(entry.project for entry in self.rounds)
