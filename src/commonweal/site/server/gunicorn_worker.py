"""gunicorn's thread worker with one more thread, which answers health checks while all others are busy."""

import re
import selectors
import socket
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from commonweal.site.health import LIVE

# A whole request without a body: there is nothing to wait for.
_IS_HEALTH_CHECK = re.compile(
    rb"(?:GET|HEAD) " + LIVE.encode() + rb"[ ?](?:(?!content-length|transfer-encoding).)*\r\n\r\n",
    re.IGNORECASE | re.DOTALL,
)
_MOST = 4096


class Worker(ThreadWorker):  # type: ignore[misc]  # untyped library
    """Looks at what a connection asks for before it gets a thread. Otherwise the health check would wait behind
    requests that wait for a hanging database, and the process would be taken for dead."""

    def init_process(self) -> None:
        self.reserved = ThreadPoolExecutor(max_workers=1)
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        if conn.parser is not None and conn.parser.unreader.buf.getvalue():
            # The next request was read together with the last one; nothing more may come.
            super().enqueue_req(conn)
            return
        said = _peek(conn.sock)
        if said is None:
            self._wait_for_request(conn)
            return
        executor: Executor = self.reserved if _IS_HEALTH_CHECK.match(said) else self.tpool
        answered = executor.submit(self.handle, conn)
        answered.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def _wait_for_request(self, conn: Any) -> None:
        # As gunicorn does with connections that were idle for too long.
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))


def _peek(sock: socket.socket) -> bytes | None:
    """What was sent and not yet read; None where nothing was sent yet, nothing where the connection was closed."""
    try:
        return sock.recv(_MOST, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return b""
