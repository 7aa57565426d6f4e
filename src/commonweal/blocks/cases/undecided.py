"""Steps of a case that may or may not be open, because answers are missing."""

from dataclasses import dataclass

from commonweal.kernel.text import Text


@dataclass(frozen=True)
class Undecided:
    """A transition that the reader may make, with a condition that is neither true nor false.

    missing  unknown names that its condition reads; empty where the condition has no value, such as a division by zero
    """

    key: str
    title: Text
    missing: tuple[str, ...] = ()
