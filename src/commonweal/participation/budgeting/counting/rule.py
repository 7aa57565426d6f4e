"""A counting rule as data: every parameter that the law text must fix has a field and a value."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from commonweal.participation.budgeting.counting.money import UNIT
from commonweal.participation.budgeting.counting.refusal import CountingRefused

Method = Literal["greedy", "greedy-no-skip", "phragmen", "equal-shares"]
Completion = Literal["none", "add1", "add1-early-stop", "utilitarian", "phragmen"]
Utility = Literal["cost", "score"]

METHODS: tuple[Method, ...] = ("greedy", "greedy-no-skip", "phragmen", "equal-shares")
COMPLETIONS: tuple[Completion, ...] = ("none", "add1", "add1-early-stop", "utilitarian", "phragmen")
UTILITIES: tuple[Utility, ...] = ("cost", "score")


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Which projects may be counted at all; a condition that is None does not apply.

    `min_score`: at least this many votes (points). `min_share`: votes of at least this part of all voters.
    `cost_factor`: votes x factor x budget >= cost x voters (Świecie's rule has factor 3). Always: at least one
    voter, and a cost within the budget.
    """

    min_score: int | None = None
    min_share: Fraction | None = None
    cost_factor: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most_cost` millionths, or `most_projects`, for the projects of one category or district."""

    by: Literal["category", "district"]
    name: str
    most_cost: int | None = None
    most_projects: int | None = None


@dataclass(frozen=True, slots=True)
class Envelopes:
    """The budget split beforehand: each category or district has its own, in millionths, and its own count."""

    by: Literal["category", "district"]
    budgets: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A complete rule. Only the greedy methods take conflicts, caps and a reserve share; see `check`.

    `utility` (equal shares): `cost` makes a funded choice worth its score times its cost, `score` its score alone.
    `increment` is the step of add1 in millionths. `reserve_share` (no-skip only): the first project that no longer
    fits is funded too if what is left covers this part of it, the rest coming from a reserve.
    """

    method: Method
    completion: Completion = "none"
    utility: Utility = "cost"
    comparison: bool = False
    eligibility: Eligibility = Eligibility()
    conflicts: tuple[tuple[str, ...], ...] = ()
    caps: tuple[Cap, ...] = ()
    reserve_share: Fraction | None = None
    envelopes: Envelopes | None = None
    increment: int = UNIT

    def check(self) -> None:
        """Refuse a combination that has no meaning, naming the remedy."""
        greedy = self.method in {"greedy", "greedy-no-skip"}
        if self.method != "equal-shares" and self.completion != "none":
            raise CountingRefused(
                f"a completion ({self.completion}) belongs to equal shares, not to {self.method}",
                "remove the completion, or choose the rule equal-shares",
            )
        if self.method != "equal-shares" and self.comparison:
            raise CountingRefused(
                f"the comparison step belongs to equal shares, not to {self.method}",
                "remove the comparison step, or choose the rule equal-shares",
            )
        if not greedy and (self.conflicts or self.caps):
            raise CountingRefused(
                f"conflicts and caps are defined for the greedy rules, not for {self.method}",
                "choose greedy or greedy-no-skip, or settle the conflict before the vote",
            )
        if self.reserve_share is not None and self.method != "greedy-no-skip":
            raise CountingRefused(
                "a reserve share belongs to greedy-no-skip alone", "remove it, or choose greedy-no-skip"
            )
        if self.increment <= 0:
            raise CountingRefused("the step of add1 is not above zero", "give a step of at least a millionth")

    @property
    def label(self) -> str:
        """A short name: `equal shares, add1, comparison step`."""
        parts = [self.method.replace("-", " ") if self.method != "greedy-no-skip" else "greedy, no skip"]
        parts += [self.completion] if self.completion != "none" else []
        parts += ["comparison step"] if self.comparison else []
        return ", ".join(parts)
