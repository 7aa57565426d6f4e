"""Bounds the memory for opening files: at most two are opened at a time on one machine, by all processes together."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

AT_ONCE = 2
PATIENCE = 4.0  # seconds; an honest file of the largest size is done in two
PAUSE = 0.05  # seconds between two tries


class Busy(Exception):
    """All slots stayed taken: this file has to be sent again."""


@contextmanager
def slot() -> Iterator[None]:
    """Hold one of AT_ONCE slots. They are locks on files, so a process that dies gives its own back. Raises Busy."""
    held = _wait(time.monotonic() + PATIENCE)
    try:
        yield
    finally:
        os.close(held)


def _wait(until: float) -> int:
    while (held := _free()) is None:
        if time.monotonic() > until:
            raise Busy
        time.sleep(PAUSE)
    return held


def _free() -> int | None:
    """The locked file of the first free slot. Each attempt opens the file again: threads would share its lock."""
    folder = Path(settings.VAR) / "slots"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in range(AT_ONCE):
        file = os.open(folder / str(number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
        else:
            return file
    return None
