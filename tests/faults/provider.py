"""A faithful fake of an email provider: takes a message once for each idempotency key, and may lose its answer."""

import json
import random
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Provider:
    """Listens on the loopback. `delivered` is what left, in order; `calls` how often each key was handed in."""

    def __init__(self, *, seed: int, loses: float = 0.1) -> None:
        self.delivered: list[dict[str, Any]] = []
        self.calls: dict[str, int] = {}
        self._chance = random.Random(seed)
        self._loses = loses
        self._lock = threading.Lock()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if provider.take(self.headers["Idempotency-Key"], body):
                    self.send_response(202)
                    self.send_header("X-Message-Id", self.headers["Idempotency-Key"])
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                else:
                    # The message is on its way, the sender never learns of it.
                    self.close_connection = True

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/messages"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self, key: str, body: dict[str, Any]) -> bool:
        """Whether to answer; a key that was seen before delivers nothing."""
        with self._lock:
            first = key not in self.calls
            self.calls[key] = self.calls.get(key, 0) + 1
            if first:
                self.delivered.append({**body, "key": key})
            return not (first and self._chance.random() < self._loses)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
