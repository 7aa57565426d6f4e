"""Room for deep calls: no call below asks the system for memory."""

import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from commonweal.kernel.stack import with_room

CALLS = 1000


def taken_from_the_system(do: Callable[[], object]) -> int:
    """How many pages of memory the system gives meanwhile."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    do()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def one(first: int, second: int) -> int:
    return first + second


# Larger than a frame of `deeper`: at one of the depths it meets the end of a chunk.
one.__code__ = one.__code__.replace(co_stacksize=200)


def many() -> None:
    for number in range(CALLS):
        one(number, number)


def deeper(by: int, do: Callable[[], object]) -> None:
    if by:
        deeper(by - 1, do)
    else:
        do()


def worst_of(do: Callable[[], object]) -> int:
    """The most pages that it takes, of calls at many depths."""
    return max(taken_from_the_system(partial(deeper, by, do)) for by in range(250))


def worst() -> int:
    return worst_of(many)


def in_a_thread(do: Callable[[], int]) -> int:
    """What it gives where nothing around it has made room."""
    with ThreadPoolExecutor(max_workers=1) as threads:
        return threads.submit(do).result()


def test_a_loop_takes_no_memory_wherever_it_is() -> None:
    # Were this false, Python would have mended it, and the room could go.
    assert in_a_thread(worst) > CALLS / 2
    assert in_a_thread(with_room(worst)) < CALLS / 10


def test_it_gives_and_raises_what_the_function_does() -> None:
    assert with_room(one)(1, second=2) == 3
    assert with_room(one).__name__ == "one"
    with pytest.raises(ZeroDivisionError):
        with_room(divmod)(1, 0)
