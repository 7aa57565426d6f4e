"""A PostgreSQL server for a test, which can be stopped, paused and started, and a proxy to it that can be slow."""

import os
import selectors
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import psycopg

from commonweal.kernel.testing.ports import free_port

STARTS_WITHIN = 60.0


def programs() -> Path | None:
    """The folder of initdb and postgres, the newest where there are several; None where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if folders:
        return folders[-1]
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


class Cluster:
    """The server and its processes. All of them were started here, and no others are touched."""

    def __init__(self) -> None:
        found = programs()
        assert found, "PostgreSQL is needed for this test"
        self.programs = found
        self.folder = Path(tempfile.mkdtemp(prefix="cw-cluster-"))
        self.port = free_port()
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.getuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        made = [str(self.programs / "initdb"), "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust", "-N"]
        subprocess.run(
            [*made, "-E", "UTF8", "--locale=C.UTF-8"], check=True, capture_output=True, user=self.user, cwd="/"
        )
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start and wait until it answers."""
        options = ["-p", str(self.port), "-k", str(self.folder), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.folder / "data"), *options],
                stdout=log,
                stderr=log,
                user=self.user,
                cwd="/",
            )
        ends = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            assert time.monotonic() < ends, (self.folder / "log").read_text()[-2000:]
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """End the server immediately, without closing its connections in order."""
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
            self.process = None

    def _all(self) -> list[int]:
        assert self.process
        master = self.process.pid
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return [master, *map(int, children)]

    def pause(self) -> None:
        """Stop every process of the server with SIGSTOP: the kernel still accepts connections, but nothing answers."""
        assert self.process
        os.kill(self.process.pid, signal.SIGSTOP)
        self._stopped = self._all()
        for pid in self._stopped[1:]:
            os.kill(pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """Continue all processes."""
        for pid in reversed(self._stopped):
            os.kill(pid, signal.SIGCONT)

    def close(self) -> None:
        if self.process:
            for pid in self._all():
                os.kill(pid, signal.SIGCONT)
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class SlowProxy:
    """A proxy in front of the server: counts the connections, and delays each answer by `delay` seconds."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.delay = 0.0
        self.attempts = 0
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            self.attempts += 1
            threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            caller.close()
            return
        with caller, server, selectors.DefaultSelector() as both:
            both.register(caller, selectors.EVENT_READ, server)
            both.register(server, selectors.EVENT_READ, caller)
            while True:
                for key, _ in both.select():
                    try:
                        said = key.fileobj.recv(65_536)  # type: ignore[union-attr]
                        if not said:
                            return
                        if key.fileobj is server:
                            time.sleep(self.delay)
                        key.data.sendall(said)
                    except OSError:
                        return

    def close(self) -> None:
        self._listening.close()
