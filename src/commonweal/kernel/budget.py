"""A budget for work whose amount a user decides: counted in steps, so that it ends at the same place each time.

Whoever begins the work says how many steps it may take; the functions that do it say what they spend. A step is about
a microsecond on a small server. Outside such a budget nothing is counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class UsedUp(Exception):
    """The budget is spent. It is no refusal of one rule, which others would pass over, but ends the whole work."""


class Budget:
    """So many steps, and how many are left."""

    def __init__(self, steps: int) -> None:
        self.steps = self.left = steps

    @property
    def spent(self) -> int:
        return self.steps - self.left


_present: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def within(steps: int) -> Iterator[Budget]:
    """Let what is done here take so many steps. Raises UsedUp where they are not enough."""
    budget = Budget(steps)
    token = _present.set(budget)
    try:
        yield budget
    finally:
        _present.reset(token)


def spend(steps: int) -> None:
    """Count some steps. Raises UsedUp."""
    budget = _present.get()
    if budget is not None:
        budget.left -= steps
        if budget.left < 0:
            raise UsedUp
