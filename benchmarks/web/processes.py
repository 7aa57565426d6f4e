"""Servers for the benchmark: start them, ask them, and read what they used of the processor and of memory."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

STARTS_WITHIN = 120.0


def free_port() -> int:
    """A port of the loopback that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A gunicorn with two processes."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process = process
        self.port = port

    def workers(self) -> list[int]:
        """The processes that answer."""
        master = self.process.pid
        listed = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
        return [int(number) for number in listed.split()]

    def cpu_seconds(self) -> float:
        """What the answering processes have used of the processor so far, user and system, to the nanosecond."""
        used = 0
        for pid in self.workers():
            for thread in Path(f"/proc/{pid}/task").iterdir():
                used += int((thread / "schedstat").read_text(encoding="ascii").split()[0])
        return used / 1e9

    def memory(self) -> float:
        """Megabytes (10^6) of all processes together; shared pages count once (proportional set size)."""
        total = 0
        for pid in [self.process.pid, *self.workers()]:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total * 1024 / 1e6

    def until_answering(self, path: str) -> None:
        """Wait for the first good answer. RuntimeError where none comes."""
        ends = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < ends and self.process.poll() is None:
            try:
                browser = Browser(self.port)
                if browser.get(path).status == 200:
                    return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("the server does not answer")


@contextmanager
def serving(
    command: list[str], environment: Mapping[str, str], port: int, folder: Path, ready: str
) -> Iterator[Server]:
    """Run a server until the block ends."""
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command], env={**os.environ, **environment}, cwd=folder, stdout=log, stderr=log
        )
    try:
        server = Server(process, port)
        server.until_answering(ready)
        yield server
    finally:
        process.terminate()
        process.wait(30)


class Answer:
    """What came back."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Browser:
    """One kept connection and its cookies."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(cookies or {})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, body=body, headers=headers)
            answer = Answer(self.connection.getresponse())
        except (BrokenPipeError, ConnectionResetError):
            # An idle connection was closed meanwhile, as servers do after some seconds; asking again opens a new one.
            self.connection.close()
            self.connection.request(method, path, body=body, headers=headers)
            answer = Answer(self.connection.getresponse())
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, dict(headers))

    def post(self, path: str, body: str) -> Answer:
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
