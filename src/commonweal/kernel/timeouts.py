"""Time limits of the database, by what the process does: answer requests, run tasks, run a command."""

from dataclasses import dataclass, replace

from django.conf import settings


@dataclass(frozen=True)
class Timeouts:
    """All in seconds; 0 means without limit.

    connect      a new connection
    ping         the answer of a kept connection that is about to be used again
    statement    one statement, on the server
    lock         waiting for a lock, part of the statement's time; on SQLite waiting for another writer
    transaction  an open transaction in which nothing happens
    answer       one statement as seen from here: more than `statement`, and reached only if the server hangs
    """

    connect: float
    ping: float
    statement: float
    lock: float
    transaction: float
    answer: float
    # Whether a failed connection makes others fail immediately for a moment, because somebody waits for each answer.
    circuit: bool = False


COMMAND = Timeouts(connect=10, ping=5, statement=0, lock=60, transaction=0, answer=0)
WORKER = Timeouts(connect=5, ping=5, statement=120, lock=30, transaction=300, answer=130)
WEB = Timeouts(connect=1, ping=0.5, statement=5, lock=4, transaction=20, answer=6, circuit=True)

_current: list[Timeouts] = [COMMAND]


def current() -> Timeouts:
    """The limits of this process, for connections that are opened from now on."""
    return _current[0]


def use(timeouts: Timeouts) -> None:
    """Set once, at the start, what this process is for. The web's statement limit comes from the settings."""
    if timeouts is WEB:
        longest = settings.STATEMENT_TIMEOUT
        timeouts = replace(WEB, statement=longest, lock=min(WEB.lock, longest), answer=longest + 1)
    _current[0] = timeouts
