"""For tests of bounds: counts the calls that a piece of work makes, which is the same on every machine."""

import sys
from collections.abc import Callable
from types import FrameType


def calls_of(work: Callable[[], object]) -> int:
    """How many functions, of Python and of C, are called until `work` ends."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def grows_in_step(work: Callable[[int], object], size: int) -> bool:
    """Whether twice as much takes about twice the calls, and not four times; `work` is given the size."""
    work(1)  # what is loaded or remembered at the first call
    return calls_of(lambda: work(2 * size)) < 2.5 * calls_of(lambda: work(size)) + 500
