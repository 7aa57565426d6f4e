"""The kinds of value that answers, facts and parameters can have: forms ask for them, rules compute with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

ScalarName = Literal["text", "integer", "number", "money", "date", "timestamp", "duration", "boolean", "any"]


@dataclass(frozen=True)
class Scalar:
    """One value. `money` is an integer of minor units (pence); `number` is a double; `date` a calendar day."""

    name: ScalarName

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class ListOf:
    """A list whose items are all of one kind (repeat groups, many-of choices)."""

    item: "ValueType"

    def __str__(self) -> str:
        return f"list of {self.item}"


@dataclass(frozen=True)
class Record:
    """Named fields; `open` records (answers of other systems) may hold fields that are not listed."""

    fields: Mapping[str, "ValueType"] = field(default_factory=dict)
    open: bool = False

    def __str__(self) -> str:
        return "record(" + ", ".join(self.fields) + ")"


ValueType = Scalar | ListOf | Record


class AnswerRange(NamedTuple):
    """What the answers to a question can be, as expressions see them (money in minor units): the least and the most, or
    how many rows a repeat group has. None where there is no end, or where it depends on the day or on other answers.

    may_lack  whether somebody can come to the end of the form without an answer: the question is optional, or not asked
              of everybody"""

    least: Any = None  # of the kind of the question
    most: Any = None
    may_lack: bool = False


TEXT = Scalar("text")
INTEGER = Scalar("integer")
NUMBER = Scalar("number")
MONEY = Scalar("money")
DATE = Scalar("date")
TIMESTAMP = Scalar("timestamp")
DURATION = Scalar("duration")
BOOLEAN = Scalar("boolean")
ANY = Scalar("any")


def yes_or_no(written: object) -> object:
    """True or false for `yes` and `no`, which YAML 1.2 reads as text; anything else unchanged."""
    return {"yes": True, "no": False}.get(written.lower(), written) if isinstance(written, str) else written
