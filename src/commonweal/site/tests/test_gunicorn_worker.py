"""The process answers health checks while all its threads wait."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from commonweal.kernel.capability import PACKAGE
from commonweal.site.server.gunicorn_worker import _IS_HEALTH_CHECK

THREADS = 2
# Pages wait until a file is there; the health check does not.
SERVER = """
import os, sys, time
import django
django.setup()
from gunicorn.app.base import BaseApplication
folder = sys.argv[1]

def application(environ, start_response):
    if environ["PATH_INFO"] == "/page":
        open(f"{folder}/waits-{time.monotonic_ns()}", "w").close()
        while not os.path.exists(f"{folder}/released"):
            time.sleep(0.02)
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]

class Server(BaseApplication):
    def load_config(self):
        self.cfg.set("bind", f"unix:{folder}/socket")
        self.cfg.set("threads", 2)
        self.cfg.set("worker_class", "commonweal.site.server.gunicorn_worker.Worker")
        self.cfg.set("loglevel", "warning")

    def load(self):
        return application

Server().run()
"""


@pytest.fixture
def _server(tmp_path: Path) -> Iterator[None]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "commonweal.site.settings.test"}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(tmp_path)], env={**environment, "PYTHONPATH": str(PACKAGE.parent)}
    )
    ends = time.monotonic() + 60
    while not (tmp_path / "socket").exists():
        assert process.poll() is None
        assert time.monotonic() < ends
        time.sleep(0.05)
    yield
    process.kill()
    process.wait(20)


def ask(folder: Path, path: str) -> int:
    with httpx.Client(transport=httpx.HTTPTransport(uds=str(folder / "socket")), timeout=60) as client:
        return client.get(f"http://localhost{path}").status_code


@pytest.mark.slow
@pytest.mark.usefixtures("_server")
def test_while_every_thread_waits_for_the_server_the_process_is_alive(tmp_path):
    with ThreadPoolExecutor(4 * THREADS) as pool:
        pages = [pool.submit(ask, tmp_path, "/page") for _ in range(4 * THREADS)]
        ends = time.monotonic() + 60
        while len(list(tmp_path.glob("waits-*"))) < THREADS and time.monotonic() < ends:
            time.sleep(0.02)
        # None of the pages can be answered now, and more wait in the queue than there are threads.
        assert [ask(tmp_path, "/health/live") for _ in range(5)] == [200] * 5
        assert not any(page.done() for page in pages)
        (tmp_path / "released").touch()
        assert [page.result(60) for page in pages] == [200] * len(pages)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        (b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n", True),
        (b"HEAD /health/live?x=1 HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n", True),
        (b"GET /health/live HTTP/1.1\r\nHost: x\r\n", False),
        (b"GET /health/live HTTP/1.1\r\nContent-Length: 5\r\n\r\n", False),
        (b"GET /health/live HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n", False),
        (b"POST /health/live HTTP/1.1\r\n\r\n", False),
        (b"GET /health/lively HTTP/1.1\r\n\r\n", False),
        (b"GET /page?/health/live HTTP/1.1\r\n\r\n", False),
    ],
)
def test_the_kept_thread_takes_only_what_it_need_not_wait_for(said, known):
    assert bool(_IS_HEALTH_CHECK.match(said)) is known
