"""Steps of a case of which it cannot be said whether they are open."""

from dataclasses import dataclass

from commonweal.kernel.text import Text


@dataclass(frozen=True)
class Undecided:
    """A transition that the reader may make, with a condition that is neither true nor false.

    missing  names of what its condition reads and nobody knows; empty where the condition has no value for what is
             known, such as a division by zero
    """

    key: str
    title: Text
    missing: tuple[str, ...] = ()
