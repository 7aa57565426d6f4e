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
_ASKS_FOR_LIFE = re.compile(
    rb"(?:GET|HEAD) " + LIVE.encode() + rb"[ ?](?:(?!content-length|transfer-encoding).)*\r\n\r\n",
    re.IGNORECASE | re.DOTALL,
)
_MOST = 4096


class Worker(ThreadWorker):  # type: ignore[misc]  # untyped library
    """Looks at what a connection asks for before a thread is given to it. Without that, requests that wait for a
    database which hangs would keep the sign of life waiting, too, and the process would be taken for dead."""

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
            self._wait_for_words(conn)
            return
        executor: Executor = self.reserved if _ASKS_FOR_LIFE.match(said) else self.tpool
        answered = executor.submit(self.handle, conn)
        answered.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def _wait_for_words(self, conn: Any) -> None:
        # As gunicorn does with connections on which nothing was said for too long.
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
