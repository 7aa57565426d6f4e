"""Loads modules without a search for garbage among them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """What is loaded inside stays until the process ends. Python would look through it for garbage again and again
    while it grows, which takes a tenth of a short command."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
