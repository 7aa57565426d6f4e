"""Conditions of other platforms as small trees: written as CEL for us, and worked out directly for comparison.

There, a question that was not answered compares as unequal to everything, so a condition is always true or false.
In CEL an answer that does not apply is null; each condition here is written so that null gives the same result.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from commonweal.kernel.budget import spend

Answers = Mapping[str, Any]


class Condition:
    """A condition over answers by question key."""

    def cel(self) -> str:
        """As a CEL expression."""
        raise NotImplementedError

    def holds(self, answers: Answers) -> bool:
        """Whether it is true over these answers; those that are not there were not given."""
        raise NotImplementedError

    def keys(self) -> Set[str]:
        """The questions that it asks about."""
        return frozenset()

    @property
    def size(self) -> int:
        """Of how many parts it is, written out: parts that are shared count each time."""
        return 1

    def among(self, known: Set[str]) -> "Condition":
        """The same where only these questions can have been answered."""
        return self if self.keys() <= known else FALSE


@dataclass(frozen=True)
class Constant(Condition):
    """Always so."""

    value: bool

    def cel(self) -> str:
        return "true" if self.value else "false"

    def holds(self, answers: Answers) -> bool:
        del answers
        return self.value


TRUE, FALSE = Constant(True), Constant(False)


def quoted(value: Any) -> str:
    """A value as a CEL literal."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    escaped = str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


@dataclass(frozen=True)
class Is(Condition):
    """The answer is a value (text, a choice, yes or no)."""

    key: str
    value: Any

    def cel(self) -> str:
        return f"{self.key} == {quoted(self.value)}"

    def holds(self, answers: Answers) -> bool:
        return bool(answers.get(self.key) == self.value)

    def keys(self) -> Set[str]:
        return frozenset({self.key})


@dataclass(frozen=True)
class Chosen(Condition):
    """A value is among the answers to a many-of question."""

    key: str
    value: str

    def cel(self) -> str:
        return f"({self.key} != null && {self.key}.exists(v, v == {quoted(self.value)}))"

    def holds(self, answers: Answers) -> bool:
        return self.value in answers.get(self.key, ())

    def keys(self) -> Set[str]:
        return frozenset({self.key})


@dataclass(frozen=True)
class Answered(Condition):
    """There is an answer."""

    key: str

    def cel(self) -> str:
        return f"{self.key} != null"

    def holds(self, answers: Answers) -> bool:
        return self.key in answers

    def keys(self) -> Set[str]:
        return frozenset({self.key})


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


@dataclass(frozen=True)
class Compared(Condition):
    """The answer, a number, is less or more than a number."""

    key: str
    operator: str
    value: float

    def cel(self) -> str:
        return f"({self.key} != null && {self.key} {self.operator} {quoted(float(self.value))})"

    def holds(self, answers: Answers) -> bool:
        return self.key in answers and COMPARISONS[self.operator](answers[self.key], self.value)

    def keys(self) -> Set[str]:
        return frozenset({self.key})


@dataclass(frozen=True)
class Not(Condition):
    """The opposite."""

    of: Condition

    def cel(self) -> str:
        return f"!({self.of.cel()})"

    def holds(self, answers: Answers) -> bool:
        return not self.of.holds(answers)

    def keys(self) -> Set[str]:
        return self.of.keys()

    @cached_property
    def size(self) -> int:
        return 1 + self.of.size

    def among(self, known: Set[str]) -> Condition:
        return negation(self.of.among(known))


@dataclass(frozen=True)
class Joined(Condition):
    """All of several ("&&") or any of them ("||")."""

    operator: str
    parts: tuple[Condition, ...]

    def cel(self) -> str:
        return f" {self.operator} ".join(_bracketed(part) for part in self.parts)

    def holds(self, answers: Answers) -> bool:
        found = (part.holds(answers) for part in self.parts)
        return all(found) if self.operator == "&&" else any(found)

    def keys(self) -> Set[str]:
        return frozenset().union(*(part.keys() for part in self.parts))

    @cached_property
    def size(self) -> int:
        return 1 + sum(part.size for part in self.parts)

    def among(self, known: Set[str]) -> Condition:
        return _join(self.operator, [part.among(known) for part in self.parts])


def _bracketed(part: Condition) -> str:
    return f"({part.cel()})" if isinstance(part, Joined) else part.cel()


def negation(of: Condition) -> Condition:
    """Not `of`, as short as may be."""
    if isinstance(of, Constant):
        return Constant(not of.value)
    return of.of if isinstance(of, Not) else Not(of)


def _join(operator: str, parts: Iterable[Condition]) -> Condition:
    neutral, ruling = (TRUE, FALSE) if operator == "&&" else (FALSE, TRUE)
    flat: list[Condition] = []
    for part in parts:
        flat += part.parts if isinstance(part, Joined) and part.operator == operator else [part]
    # Comparing walks through all that a part is made of, and each is compared with the others.
    spend(sum(part.size for part in flat) + len(flat) ** 2)
    kept = list(dict.fromkeys(part for part in flat if part != neutral))
    if ruling in kept or any(negation(part) in kept for part in kept):
        return ruling
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else Joined(operator, tuple(kept))


def every(*parts: Condition) -> Condition:
    """All of them; true of none."""
    return _join("&&", parts)


def either(*parts: Condition) -> Condition:
    """Any of them; false of none."""
    return _join("||", parts)
