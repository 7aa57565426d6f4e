"""A budget for work whose amount a user decides: counted in steps, so that it ends at the same place each time.

The caller sets how many steps the work may take (`within`), and the functions that do it count what they use
(`spend`). A step is about a microsecond on a small server. Outside such a budget nothing is counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class UsedUp(Exception):
    """The budget is spent, and the whole work ends. It is not a refusal of one rule, after which the others go on."""


class Budget:
    """The number of steps that some work may take, and how many of them are left."""

    def __init__(self, steps: int) -> None:
        self.steps = self.left = steps

    @property
    def spent(self) -> int:
        return self.steps - self.left


_present: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def within(steps: int) -> Iterator[Budget]:
    """Give the work in this block a budget of `steps`. Raises UsedUp where it needs more."""
    budget = Budget(steps)
    token = _present.set(budget)
    try:
        yield budget
    finally:
        _present.reset(token)


def spend(steps: int) -> None:
    """Count `steps` of the present budget, if there is one. Raises UsedUp where fewer are left."""
    budget = _present.get()
    if budget is not None:
        budget.left -= steps
        if budget.left < 0:
            raise UsedUp
