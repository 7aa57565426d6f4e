"""For tests: rows that many tests begin with, made once for those that follow each other."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, ClassVar, Generic, TypeVar

from django.db import transaction

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])


class Rows(Generic[T]):
    """What `make` puts into the tables, on top of the rows `on`.

    A fixture says `@begins_with(rows)` and calls `rows()`. Tests of that fixture that follow each other then share the
    rows: each test is undone by itself, and the rows when a test comes that does not ask for them. What `make` gives is
    shared as well, so a fixture reads objects anew that a test may change."""

    # Those that are in the tables now, each on top of the one before it.
    _open: "ClassVar[list[tuple[AnyRows, AbstractContextManager[None], Any]]]" = []

    def __init__(self, make: Callable[[], T], on: "AnyRows | None" = None) -> None:
        self.make = make
        self.on = on
        self.name = f"{make.__module__}.{make.__qualname__}"

    def __call__(self) -> T:
        """What `make` gave; made now for a test that has the tables to itself, as those of several connections have."""
        for rows, _, made in Rows._open:
            if rows is self:
                return made  # type: ignore[no-any-return]  # it is what this object made
        if self.on is not None:
            self.on()
        return self.make()

    def layers(self) -> "list[AnyRows]":
        """The rows in the order in which they are made."""
        return [*(self.on.layers() if self.on else []), self]


AnyRows = Rows[Any]


def begins_with(rows: AnyRows) -> Callable[[F], F]:
    """Marks the function of a fixture as one whose tests begin with these rows."""

    def mark(function: F) -> F:
        function.begins_with = rows  # type: ignore[attr-defined]
        return function

    return mark


def wanted(functions: Iterable[Callable[..., object]]) -> list[AnyRows]:
    """The rows that a test with these fixtures begins with, in the order in which they are made."""
    marked = [function.begins_with.layers() for function in functions if hasattr(function, "begins_with")]
    return max(marked, key=len, default=[])


def begin(functions: Iterable[Callable[..., object]]) -> None:
    """Bring the tables into the state in which the test with these fixtures begins: undo rows that it does not ask for,
    and make those that are missing."""
    asked = wanted(functions)
    while [rows for rows, _, _ in Rows._open] != asked[: len(Rows._open)]:
        _undo()
    for rows in asked[len(Rows._open) :]:
        around = transaction.atomic()
        around.__enter__()
        try:
            made = rows.make()
        except BaseException:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
            raise
        Rows._open.append((rows, around, made))


def end() -> None:
    """Undo all rows."""
    while Rows._open:
        _undo()


def _undo() -> None:
    _, around, _ = Rows._open.pop()
    transaction.set_rollback(True)
    around.__exit__(None, None, None)
