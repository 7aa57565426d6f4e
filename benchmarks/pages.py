"""Speed, statements, bytes and memory of the pages, as ratios against a bare Django view in the same run.

Both are served by gunicorn with two processes of four threads; what is compared is the processor time that the
processes use for one request (user and system, by the scheduler's account in /proc). The reference (web/reference.py)
renders 20 database rows with a Django template. DATABASE_URL chooses the database of both; SQLite where it is not set.
Needs Linux.
"""

import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit
from uuid import uuid4

from web.processes import Browser, Server, free_port, serving
from web.walking import SERVICE, Resident

HERE = Path(__file__).resolve().parent
# Short turns: a machine is slower for seconds at a time, and both sides of a ratio have to meet the same seconds. One
# submission a round: together fewer beginnings than a caller may make in ten minutes (60).
ROUNDS, REQUESTS = 40, 8
PAGE_LIMIT, SUBMISSION_LIMIT = 1.5, 5.0
WIRE_LIMIT, MEMORY_LIMIT, START_LIMIT = 60_000, 200.0, 5.0
STATEMENTS = {"submitting request": 25}
QUEUE = "/desk/cases/"
GUNICORN = ["-m", "gunicorn", "--workers", "2", "--threads", "4", "--worker-class", "gthread", "--preload"]
Ask = Callable[[], object]


@contextmanager
def databases(folder: Path) -> Iterator[tuple[str, str]]:
    """Addresses of two empty databases, for the place and for the reference; gone afterwards."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / 'place.sqlite3'}", f"sqlite:///{folder / 'reference.sqlite3'}"
        return
    import psycopg

    names = [f"bench_{uuid4().hex[:12]}" for _ in range(2)]
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            place, reference = (urlunsplit(urlsplit(server)._replace(path=f"/{name}")) for name in names)
            yield place, reference
        finally:
            for name in names:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def run(script: str, environment: Mapping[str, str], *arguments: str) -> str:
    """What a script of web/ printed last. RuntimeError with its errors if it failed."""
    done = subprocess.run(
        [sys.executable, str(HERE / "web" / script), *arguments],
        env={**os.environ, **environment, "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{script} failed: {done.stderr[-3000:]}")
    return (done.stdout.split("\n")[-2:-1] or [""])[0]


def cost(server: Server, ask: Ask, times: int) -> float:
    """Milliseconds of processor time for one call."""
    before = server.cpu_seconds()
    for _ in range(times):
        ask()
    return (server.cpu_seconds() - before) / times * 1000


def wire(browser: Browser, path: str) -> int:
    """Bytes of a page with everything it asks for, gzip as served (headers left out)."""
    accept = {"Accept-Encoding": "gzip"}
    page = browser.get(path, **accept)
    packed = page.headers.get("Content-Encoding") == "gzip"
    text = (gzip.decompress(page.body) if packed else page.body).decode()
    # Pages are compressed by the proxy in front (compressing secrets here would invite BREACH); the figure is its.
    total = len(page.body) if packed else len(gzip.compress(page.body, 6))
    wanted = set(re.findall(r'<(?:link|script|img)\b[^>]*?(?:href|src)="([^"]+)"', text))
    seen: set[str] = set()
    while wanted - seen:
        address = sorted(wanted - seen)[0]
        seen.add(address)
        answer = browser.get(address, **accept)
        total += len(answer.body)
        if address.endswith(".css"):
            sheet = gzip.decompress(answer.body) if answer.headers.get("Content-Encoding") == "gzip" else answer.body
            for used in re.findall(rb"url\([\"']?([^\"')]+?\.woff2)", sheet):
                # The extended Latin letters come only where a page shows one of them.
                if b"latin-ext" not in used:
                    wanted.add(urlsplit(urljoin(address, used.decode())).path)
    return total


def measured(place: Server, reference: Server, cookies: Mapping[str, str]) -> tuple[float, dict[str, float]]:
    """Milliseconds of the reference, and how many times it each thing needs: the medians of many rounds, in each of
    which a thing is asked for directly after the reference."""
    plain, stranger, officer = Browser(reference.port), Browser(place.port), Browser(place.port, cookies)
    resident = Resident(place.port)
    form = resident.begin()
    pages: dict[str, Ask] = {
        "portal home": lambda: stranger.get("/"),
        "service page": lambda: stranger.get(f"/services/{SERVICE}"),
        "form page": lambda: resident.page(form),
        "queue of 50 in 100,000": lambda: officer.get(QUEUE),
    }
    if officer.get(QUEUE).text.count("BE-") < 50:
        raise RuntimeError("the queue does not show its cases")
    for _ in range(15):
        plain.get("/")
        for ask in pages.values():
            ask()
    for _ in range(4):
        resident.submit(resident.begin())
    found: dict[str, list[float]] = {name: [] for name in [*pages, "submission (4 requests)"]}
    base: list[float] = []
    for _ in range(ROUNDS):
        for name, ask in pages.items():
            base.append(cost(reference, lambda: plain.get("/"), REQUESTS))
            found[name].append(cost(place, ask, REQUESTS) / base[-1])
        # Beginning is not one of the four requests.
        draft = resident.begin()
        base.append(cost(reference, lambda: plain.get("/"), REQUESTS))
        found["submission (4 requests)"].append(cost(place, partial(resident.submit, draft), 1) / base[-1])
    return statistics.median(base), {name: statistics.median(ratios) for name, ratios in found.items()}


def line(name: str, value: str, limit: str, holds: bool) -> bool:
    """Print one result."""
    print(f"{'ok  ' if holds else 'OVER'}  {name:32} {value:>18}   limit {limit}", flush=True)
    return holds


def report(reference: float, found: Mapping[str, float]) -> bool:
    """Print the ratios; whether all hold."""
    print(f"reference: {reference:.2f} ms of processor time a request")
    held = []
    for name, ratio in found.items():
        limit = SUBMISSION_LIMIT if "submission" in name else PAGE_LIMIT
        held.append(line(name, f"{ratio:.2f}", f"{limit} times the reference", ratio <= limit))
    return all(held)


def main() -> int:
    """0 where every limit holds, 1 otherwise."""
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as name, databases(Path(name)) as (ours, theirs):
        folder = Path(name)
        definitions = folder / "place"
        shutil.copytree(HERE.parent / "places" / "eastmere", definitions)
        shutil.copy(HERE / "web" / "street-light.yaml", definitions / "services" / "eastmere-council")
        port, other = free_port(), free_port()
        environment = {
            "COMMONWEAL_MODE": "demo",
            "COMMONWEAL_VAR": str(folder / "var"),
            "COMMONWEAL_DATABASE_URL": ours,
            "COMMONWEAL_BASE_URL": f"http://127.0.0.1:{port}",
            "COMMONWEAL_LOG_LEVEL": "WARNING",
        }
        print("filling the place with 100,000 cases …", flush=True)
        cookies: dict[str, str] = json.loads(run("filling.py", environment, str(definitions)))
        run("reference.py", {"REFERENCE_DATABASE": theirs})
        serve = ["-m", "commonweal.site.command", "serve", "--bind", f"127.0.0.1:{port}"]
        plain = [*GUNICORN, "--bind", f"127.0.0.1:{other}", "--chdir", str(HERE), "web.reference:application"]
        began = time.monotonic()
        with serving(serve, environment, port, folder, "/") as place:
            start = time.monotonic() - began
            with serving(plain, {"REFERENCE_DATABASE": theirs}, other, folder, "/") as reference:
                held = [report(*measured(place, reference, cookies))]
            counts: dict[str, int] = json.loads(run("statements.py", environment, json.dumps(cookies)))
            for what, count in counts.items():
                limit = STATEMENTS.get(what, 10)
                if what not in {"begin", "answers"}:
                    held.append(line(f"SQL statements: {what}", str(count), str(limit), count <= limit))
            size, memory = wire(Browser(port), "/"), place.memory()
            held.append(line("portal home on the wire", f"{size:,} bytes", f"{WIRE_LIMIT:,}", size < WIRE_LIMIT))
            held.append(line("memory of all web processes", f"{memory:.0f} MB", "200 MB", memory < MEMORY_LIMIT))
            held.append(line("start of a prepared place", f"{start:.1f} s", "5 s", start < START_LIMIT))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
