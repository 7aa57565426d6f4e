"""For tests: calls that run at the same time, each in a thread with a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connections

from commonweal.kernel.problems import Problem


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run the calls in threads that start together; what each returned, or the problem that it met."""
    gate = threading.Barrier(len(calls))
    results: list[object] = [None] * len(calls)

    def run(index: int, call: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=20)
            results[index] = call()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    faults = [result for result in results if isinstance(result, Exception) and not isinstance(result, Problem)]
    assert not faults, faults
    return results
