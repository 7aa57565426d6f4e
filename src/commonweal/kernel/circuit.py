"""A circuit breaker: while something is out of reach, all callers but one probe are refused immediately."""

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

import structlog

log = structlog.get_logger(__name__)
T = TypeVar("T")


class OutOfReach(Exception):
    """The last attempt failed a moment ago, or this one took too long."""


class Circuit(Generic[T]):
    """Guards attempts to reach something; what `reach` returns is closed with `close`.

    The first attempt that fails, or takes longer than the caller wants to wait, opens the circuit: from then on callers
    are refused immediately, and one thread tries again every `pause` seconds until it succeeds. No caller is ever kept
    waiting for a probe."""

    def __init__(self, *, close: Callable[[T], object], pause: float = 1.0) -> None:
        self.pause = pause
        self._close = close
        self._reset()
        # A forked process inherits the state, but not the thread that would end it.
        os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self.is_open = False
        self.attempts = 0

    def reach(self, attempt: Callable[[], T], *, within: float) -> T:
        """What `attempt` gives. Raises its own error; OutOfReach after `within` seconds, or without a new attempt
        while the circuit is open."""
        if self.is_open:
            raise OutOfReach
        self.attempts += 1
        try:
            return self._in_time(attempt, within)
        except Exception:
            self._open(attempt)
            raise

    def _in_time(self, attempt: Callable[[], T], within: float) -> T:
        # A library's own limit may be longer than somebody who looks at a blank page should wait.
        reached: Future[T] = Future()

        def run() -> None:
            try:
                reached.set_result(attempt())
            except Exception as error:
                reached.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        try:
            return reached.result(within)
        except TimeoutError as error:
            reached.add_done_callback(self._close_late)
            raise OutOfReach from error

    def _close_late(self, reached: "Future[T]") -> None:
        if reached.exception() is None:
            self._close(reached.result())

    def _open(self, attempt: Callable[[], T]) -> None:
        with self._lock:
            if self.is_open:
                return
            self.is_open = True
        log.warning("circuit_open")
        threading.Thread(target=self._probe, args=(attempt,), daemon=True).start()

    def _probe(self, attempt: Callable[[], T]) -> None:
        while True:
            time.sleep(self.pause)
            self.attempts += 1
            try:
                reached = attempt()
            except Exception:  # noqa: S112 - callers are refused meanwhile; only success changes anything here
                continue
            self.is_open = False
            self._close(reached)
            log.warning("circuit_closed")
            return
