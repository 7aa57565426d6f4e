"""Runs the demo: its worker as a child process, the pages in this one; when one ends, both end."""

import os
import signal
import socket
import threading
import time

from django.db import connections

PATIENCE = 10.0  # seconds that the worker has to finish its present task


def is_free(port: int) -> bool:
    """Whether the port is free on the loopback address."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def run(port: int, workers: int = 2) -> None:
    """Serve until interrupted."""
    # Loaded here because it knows tables, and this module is asked for a free port before there are any.
    from commonweal.site.server import serving

    connections.close_all()
    child = os.fork()  # what is loaded by now is shared, so that the worker starts immediately
    if child == 0:
        _work(os.getppid())
    try:
        serving.gunicorn(bind=f"127.0.0.1:{port}", workers=workers, threads=4)
    finally:
        _end(child)


def _work(parent: int) -> None:
    """Run queued work until stopped, or until the serving process has ended."""
    from commonweal.kernel import timeouts
    from commonweal.kernel.worker import WorkerLoop

    timeouts.use(timeouts.WORKER)
    worker = WorkerLoop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        worker.stop()

    threading.Thread(target=watch, daemon=True).start()
    worker.loop()
    os._exit(0)


def _end(child: int) -> None:
    """Stop the worker and wait for it; it is killed if it does not end."""
    deadline = time.monotonic() + PATIENCE
    try:
        os.kill(child, signal.SIGTERM)
        while time.monotonic() < deadline:
            if os.waitpid(child, os.WNOHANG)[0]:
                return
            time.sleep(0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        return
