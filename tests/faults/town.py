"""A place of its own with its own processes: gunicorn and a worker that can be killed, on a fresh database."""

import os
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import httpx

from commonweal.kernel.testing.ports import free_port

HERE = Path(__file__).resolve().parent
SERVICE = "town/street-light"
STARTS_WITHIN = 60.0
# The town speaks plain HTTP. With this, a client does not read all certificates when it is made, which takes 50 ms.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
PREPARE = """
import json, sys
from pathlib import Path
from commonweal.site.command import set_up
set_up()
from commonweal.site.server import serving
serving.prepare()
from commonweal.kernel.acting import SYSTEM
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import read_folder
apply_place(read=read_folder(Path(sys.argv[1])), acting=SYSTEM)
from commonweal.ground.organisations.models import ApiKey, Organisation
from commonweal.ground.organisations.tokens import hash_of, new_secret
secret = new_secret()
from commonweal.ground.identity.models import Person
from commonweal.ground.organisations.testing import make_staff
town, maker = Organisation.objects.get(key="town"), Person.objects.create_user("maker@example.org")
make_staff(town, maker, "manager")
ApiKey.objects.create(organisation=town, name="faults", hash=hash_of(secret), hint=secret[:10],
                      scopes=["journeys:write"], created_by=maker)
print(secret)
"""


def _is_postgres(url: str) -> bool:
    return url.startswith(("postgres://", "postgresql://"))


class Database:
    """A database of the kind that DATABASE_URL names, or on the `server` of a test, new or a copy; asked with plain SQL,
    past the code under test."""

    def __init__(self, folder: Path, copied: "Database | None" = None, server: str = "") -> None:
        server = server or (copied.server if copied else "") or os.environ.get("DATABASE_URL", "")
        self.server = server if _is_postgres(server) else ""
        self.name = f"faults_{uuid4().hex[:12]}"
        self.path = folder / "town.sqlite3"
        if self.server:
            template = f' TEMPLATE "{copied.name}"' if copied else ""
            self._on_server(f'CREATE DATABASE "{self.name}"{template}')
            self.url = urlunsplit(urlsplit(server)._replace(path=f"/{self.name}"))
        else:
            self.url = f"sqlite:///{self.path}"
            if copied:
                shutil.copyfile(copied.path, self.path)

    def _on_server(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]  # our own words

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a SELECT."""
        if not self.server:
            connection = sqlite3.connect(self.path, timeout=20)
            try:
                return connection.execute(statement).fetchall()
            finally:
                connection.close()
        import psycopg

        with psycopg.connect(self.url) as reading:
            return reading.execute(statement).fetchall()  # type: ignore[call-overload]  # our own words

    def go_away(self) -> None:
        """Make the database unreachable: PostgreSQL ends all connections and accepts none, the SQLite file cannot be opened."""
        if self.server:
            self._on_server(f'ALTER DATABASE "{self.name}" ALLOW_CONNECTIONS false')
            self._on_server(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.name}'")
        else:
            # Readable permissions do not stop root; a folder in the file's place stops everybody.
            self.path.rename(self.path.with_suffix(".away"))
            self.path.mkdir()

    def come_back(self) -> None:
        """Make it reachable again."""
        if self.server:
            self._on_server(f'ALTER DATABASE "{self.name}" ALLOW_CONNECTIONS true')
        else:
            self.path.rmdir()
            self.path.with_suffix(".away").rename(self.path)

    def drop(self) -> None:
        """Leave nothing behind on a server."""
        if self.server:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


class Prepared:
    """The tables, the place and the static files, made once for all tests; each gets a copy."""

    def __init__(self, folder: Path, server: str = "") -> None:
        self.database = Database(folder, server=server)
        self.static = folder / "static"
        environment = self.environment(folder, self.database)
        made = subprocess.run(
            [sys.executable, "-c", PREPARE, str(HERE / "place")],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr[-4000:]
        self.key = made.stdout.split()[-1]

    def environment(self, folder: Path, database: Database) -> dict[str, str]:
        """The settings of a place with its data in `folder`."""
        keys = "a key for tests only " * 3
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMONWEAL_")}
        return {
            **kept,
            "COMMONWEAL_MODE": "demo",
            "COMMONWEAL_VAR": str(folder / "var"),
            "COMMONWEAL_STATIC_ROOT": str(self.static),
            "COMMONWEAL_DATABASE_URL": database.url,
            "COMMONWEAL_SECRET_KEY": keys,
            "COMMONWEAL_SENSITIVE_KEY": keys,
            "COMMONWEAL_WORKER_SILENT_AFTER": "3",
            "COMMONWEAL_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "commonweal.site.settings.live",
        }


class Town:
    """The place, its settings and its processes; `close` ends what it started."""

    def __init__(self, folder: Path, prepared: Prepared, settings: Mapping[str, str] | None = None) -> None:
        self.database = Database(folder, prepared.database)
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = folder / "processes.log"
        self.key = prepared.key
        given = {"COMMONWEAL_BASE_URL": self.base, **(settings or {})}
        self.environment = {**prepared.environment(folder, self.database), **given}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def _start(self, name: str, *arguments: str) -> None:
        with self.log.open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "commonweal.site.command", *arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_web(self) -> None:
        """Serve with two processes and wait until they answer."""
        bind = f"127.0.0.1:{self.port}"
        self._start("web", "serve", "--no-prepare", "--workers", "2", "--bind", bind)
        self.until_answering()

    def start_worker(self) -> None:
        self._start("worker", "worker")

    def until_answering(self) -> None:
        """Wait for the first answer. AssertionError, with the log's end, where none comes."""
        ends = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < ends:
            try:
                if httpx.get(f"{self.base}/health/live", timeout=5, verify=NO_CERTIFICATES).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"the web processes never answered: {self.said()}")

    def said(self) -> str:
        """The end of the processes' log."""
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""

    def web_workers(self) -> list[int]:
        """The processes that gunicorn's master has forked."""
        master = self.processes["web"].pid
        listed = Path(f"/proc/{master}/task/{master}/children").read_text()
        return [int(number) for number in listed.split()]

    def kill(self, name: str) -> None:
        """SIGKILL a process and all that it started."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)

    def close(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        self.database.drop()
