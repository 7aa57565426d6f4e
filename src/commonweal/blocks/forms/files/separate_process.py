"""Reads an untrusted file in a process of its own, with bounded memory and time and no secrets."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path
from time import process_time

READERS = ("pdf_reader", "office_reader", "image_reader", "heif_reader")
MEMORY = 1_500_000_000  # bytes of addresses, of which libraries alone take a few hundred million
SECONDS = 20  # of the processor's time; an honest file of the largest size takes less than two
PATIENCE = 120  # seconds, where many others use the processor
BUSY, BROKEN, MISSING = 3, 4, 5
_SOURCES = str(Path(__file__).resolve().parents[4])
# Seconds of the processor that readers took, while somebody counts them.
_SPENT: ContextVar[list[float] | None] = ContextVar("seconds of readers", default=None)


class Failed(Exception):
    """The reader gave no answer: it used up its memory or time, or it crashed."""


class Missing(Exception):
    """The library that the reader needs is not installed."""


@contextmanager
def counted() -> Iterator[list[float]]:
    """Inside, the seconds of the processor that each reader takes are added to the list."""
    spent: list[float] = []
    token = _SPENT.set(spent)
    try:
        yield spent
    finally:
        _SPENT.reset(token)


def _count(seconds: float) -> None:
    spent = _SPENT.get()
    if spent is not None:
        spent.append(seconds)


def _said(errors: bytes, most: float) -> float:
    """The seconds that a reader reported in its last line; its whole limit if it was killed."""
    try:
        return float(errors.rpartition(b"\n")[2])
    except ValueError:
        return most


def ask(reader: str, content: bytes, *, seconds: int = SECONDS) -> bytes:
    """What `read(content)` of one of READERS answers. Raises Failed, Missing."""
    command = [sys.executable, "-P", "-m", __name__, reader, str(seconds)]
    # Our own environment has keys in it that no reader needs.
    surroundings = {"PYTHONPATH": _SOURCES, "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - our own program; what was sent goes through a pipe
            command, input=content, capture_output=True, env=surroundings, cwd="/", timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        _count(seconds)
        raise Failed("no answer in time") from error
    if done.returncode == MISSING:
        raise Missing(reader)
    _count(_said(done.stderr, seconds))
    if done.returncode:
        raise Failed(f"left with {done.returncode}: {done.stderr[-300:].decode(errors='replace')}")
    return done.stdout


def _confine(seconds: int = SECONDS) -> None:
    """Bound what this process may use from here on; the libraries are loaded already."""
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))


def _main(name: str, seconds: int) -> int:
    if name not in READERS:
        return BROKEN
    try:
        reader = import_module(f"commonweal.blocks.forms.files.{name}")
        reader.load()
    except ImportError:
        return MISSING
    content = sys.stdin.buffer.read()
    _confine(seconds)
    try:
        answer: bytes = reader.read(content)
    except MemoryError:
        return BUSY
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    # Libraries write their warnings here, too.
    sys.stderr.write(f"\n{process_time():.1f}")
    sys.stderr.flush()
    return 0


if __name__ == "__main__":
    status = _main(sys.argv[1], int(sys.argv[2]))
    # No tidying up: libraries that were given broken files may break over it.
    os._exit(status)
