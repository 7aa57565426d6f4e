"""A mail server for tests that speaks SMTP, with an answer for each stage that the test chooses."""

import socketserver
import threading
from collections.abc import Mapping
from typing import Self

DROP = "DROP"  # close the connection instead of answering
USUAL = {
    "connect": "220 fake.example ESMTP",
    "ehlo": "250-fake.example\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS",
    "starttls": "454 4.7.0 TLS not available",
    "auth": "235 2.7.0 welcome",
    "mail": "250 2.1.0 ok",
    "rcpt": "250 2.1.5 ok",
    "data": "354 go on",
    "end": "250 2.0.0 queued",
    "quit": "221 bye",
}


class Handler(socketserver.StreamRequestHandler):
    """One connection."""

    server: "FakeSmtp"

    def handle(self) -> None:
        if not self.answer("connect"):
            return
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            word = line.split(maxsplit=1)[0].lower()
            stage = {"helo": "ehlo"}.get(word, word)
            self.server.said.append(line)
            if stage == "rset":
                self.write("250 2.0.0 ok")
            elif not self.answer(stage):
                return
            elif stage == "data" and self.server.script["data"].startswith("354"):
                if not self.take():
                    return
            elif stage == "quit":
                return

    def take(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.decode("utf-8", "replace"))
        if self.server.script["end"].startswith(("250", DROP)):
            # A connection that drops now had the message already: the sender cannot know.
            self.server.delivered.append("".join(lines))
        return self.answer("end")

    def answer(self, stage: str) -> bool:
        words = self.server.script.get(stage, "502 5.5.1 not known")
        if words == DROP:
            return False
        self.write(words)
        return not words.startswith("421")

    def write(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class FakeSmtp(socketserver.ThreadingTCPServer):
    """Listens on the loopback; `script` may be changed between two messages."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = dict(USUAL)
        self.said: list[str] = []
        self.delivered: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def answers(self, answers: Mapping[str, str]) -> None:
        self.script = USUAL | answers

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
