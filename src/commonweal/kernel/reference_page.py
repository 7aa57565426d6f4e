"""What a capability writes for the reference page of the definition language, in `reference.py` as `CHAPTERS`.

Each term has an example that a test runs: an expression with the value that it gives, or a line of the example place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonweal.kernel.capability import parts


@dataclass(frozen=True)
class Term:
    """One thing that an author can write.

    name     how it is written
    words    what it means, in one sentence
    example  an expression, or a line of the example place (docs/examples/reference)
    gives    the value of the expression, itself an expression
    slip     the line of the example place with a mistake in it, which `check` refuses
    kind     what it takes and gives, or what kind of value it is
    """

    name: str
    words: str
    example: str
    gives: str = ""
    slip: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Chapter:
    """A part of the page. Chapters with one title are shown as one: the terms of each capability below each other.

    order    chapters, and the terms of one chapter, are shown by it
    intro    Markdown above the terms
    end      Markdown below the terms
    """

    title: str
    order: int
    terms: Sequence[Term] = ()
    intro: str = ""
    end: str = ""


def chapters() -> Iterator[Chapter]:
    """The chapters of all capabilities that are switched on, in the order of the page."""
    found = [chapter for _, module in parts("reference") for chapter in module.CHAPTERS]
    yield from sorted(found, key=lambda chapter: chapter.order)
