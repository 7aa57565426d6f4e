"""Callers of something that is out of reach are refused immediately, while one probe at a time tries it."""

import threading
import time
from collections.abc import Callable

import pytest

from commonweal.kernel.circuit import Circuit, OutOfReach


class Server:
    """Something to reach: away, there, or hanging until `let_go` is set."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.hangs = False
        self.let_go = threading.Event()
        self.asked = 0
        self.closed: list[str] = []

    def reach(self) -> str:
        self.asked += 1
        if self.hangs:
            self.let_go.wait(30)
        if self.error is not None:
            raise self.error
        return f"connection {self.asked}"


def until(done: Callable[[], bool]) -> bool:
    ends = time.monotonic() + 20
    while not done() and time.monotonic() < ends:
        time.sleep(0.01)
    return done()


@pytest.fixture
def server() -> Server:
    return Server()


def made(server: Server, pause: float) -> Circuit[str]:
    return Circuit(close=server.closed.append, pause=pause)


def test_without_failures_every_attempt_is_made(server):
    circuit = made(server, pause=0.01)
    assert [circuit.reach(server.reach, within=20) for _ in range(3)] == [
        "connection 1",
        "connection 2",
        "connection 3",
    ]
    assert server.closed == []


def test_after_a_failure_nobody_tries_until_a_probe_succeeds(server):
    circuit = made(server, pause=3600)
    server.error = ConnectionError("refused")
    with pytest.raises(ConnectionError, match="refused"):
        circuit.reach(server.reach, within=20)
    for _ in range(100):
        with pytest.raises(OutOfReach):
            circuit.reach(server.reach, within=20)
    assert server.asked == 1


def test_a_successful_probe_closes_its_connection_and_the_circuit(server):
    circuit = made(server, pause=0.01)
    server.error = ConnectionError("refused")
    with pytest.raises(ConnectionError):
        circuit.reach(server.reach, within=20)
    assert until(lambda: server.asked >= 3)
    server.error = None
    assert until(lambda: not circuit.is_open)
    assert until(lambda: len(server.closed) == 1)
    assert circuit.reach(server.reach, within=20)


def test_one_probe_at_a_time_however_many_failed_at_once(server):
    circuit = made(server, pause=0.01)
    server.hangs, server.error = True, ConnectionError("gone")
    failed = []

    def ask() -> None:
        try:
            circuit.reach(server.reach, within=20)
        except ConnectionError as error:
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert until(lambda: server.asked == 4)
    server.let_go.set()
    for thread in threads:
        thread.join(20)
    assert len(failed) == 4
    server.let_go.clear()
    asked = server.asked
    assert until(lambda: server.asked > asked)
    # The probe hangs; no second one joins it, and nobody else tries.
    time.sleep(0.1)
    assert server.asked <= asked + 1
    server.let_go.set()


def test_a_caller_waits_no_longer_than_asked_and_a_late_connection_is_closed(server):
    circuit = made(server, pause=3600)
    server.hangs = True
    with pytest.raises(OutOfReach):
        circuit.reach(server.reach, within=0.01)
    assert circuit.is_open
    server.let_go.set()
    assert until(lambda: server.closed == ["connection 1"])


def test_a_forked_process_begins_with_a_closed_circuit(server):
    circuit = made(server, pause=3600)
    server.error = ConnectionError("refused")
    with pytest.raises(ConnectionError):
        circuit.reach(server.reach, within=20)
    circuit._reset()
    server.error = None
    assert circuit.reach(server.reach, within=20)
