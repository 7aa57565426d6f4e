"""For tests: other providers than those of the house, until the test ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from commonweal.kernel.providers import PROVIDED, Provided

P = TypeVar("P")


def provide(protocol: type[P], value: P, name: str = "") -> None:
    """Let `value` be the provider, in place of the present one."""
    PROVIDED[protocol, name] = Provided(value, "a test")


@contextmanager
def kept_providers() -> Iterator[None]:
    """The providers of today answer again after the block."""
    kept = dict(PROVIDED)
    try:
        yield
    finally:
        PROVIDED.clear()
        PROVIDED.update(kept)
