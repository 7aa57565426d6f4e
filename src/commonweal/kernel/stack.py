"""Room for deep calls, so that none of them has to ask the system for memory."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# Values on the stack of the frame that makes the room. Python then takes the next power of two of bytes, a megabyte,
# of which nearly half is left for the calls below: several thousand of them. What is not used takes no memory.
VALUES = 70_000


def with_room(call: Callable[P, R]) -> Callable[P, R]:
    """The same function, with room for all that it calls.

    Python keeps frames in chunks of 16 KB. A call for which the last chunk has no room takes a new one from the system,
    and gives it back as it returns. Where a loop happens to be at such an end, each of its calls does that, which took
    a third of the time of a request."""

    def roomy(*args: P.args, **kwargs: P.kwargs) -> R:
        return call(*args, **kwargs)

    roomy.__code__ = roomy.__code__.replace(co_stacksize=VALUES)
    return wraps(call)(roomy)
