"""The outage drill: PostgreSQL stopped, paused, slow, locked, full. Pages say so quickly, the health check answers,
nothing that was acknowledged is lost, and once the server is back no restart is needed."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
import pytest
from django.db import connection

from commonweal.kernel.timeouts import WEB
from tests.faults.applicant import Resident, Sent
from tests.faults.cluster import Cluster, SlowProxy, programs
from tests.faults.test_database_away import assert_plain_words, until_ready
from tests.faults.town import Prepared, Town

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgresql,
    pytest.mark.own_database,
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
    # Where the suite must be whole (CI), a missing server is a failure of the fixture, not a test left out.
    pytest.mark.skipif(not programs() and not os.environ.get("CI"), reason="PostgreSQL is not installed"),
]
assert connection  # named in the condition above
PAGES = ("/", "/services/", "/services/town/street-light", "/search?q=light")
TARGET = 1.5
STATEMENT = 2
# What the limits add up to, and the slack of a busy machine. No page may take longer, whatever the server does.
BOUND = WEB.ping + WEB.connect + STATEMENT + 1 + 15
PROCESSES, THREADS = 2, 4


class Drill:
    """A town whose server the test can take away."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self.cluster = cluster
        self.proxy = SlowProxy(cluster.port)
        self.town = Town(folder, Prepared(folder, cluster.url), {"COMMONWEAL_STATEMENT_TIMEOUT": str(STATEMENT)})
        direct = urlsplit(self.town.database.url)
        through = direct._replace(netloc=f"postgres@127.0.0.1:{self.proxy.port}")
        self.town.environment["COMMONWEAL_DATABASE_URL"] = urlunsplit(through)
        with psycopg.connect(cluster.url, autocommit=True) as server:
            # A sequence that was copied with its database counts back when the server dies before the next checkpoint.
            server.execute("CHECKPOINT")
        self.town.start_web()
        # The first process answers before the others are there.
        while len(self.town.web_workers()) < PROCESSES:
            time.sleep(0.1)
        self.sent: list[Sent] = []
        self.applicants = 0

    def apply(self) -> Sent:
        """Somebody applies, and sends again what was not answered."""
        self.applicants += 1
        sent = Resident(self.town, self.applicants).apply()
        self.sent.append(sent)
        return sent

    def ask(self, path: str) -> tuple[httpx.Response, float]:
        """The answer, and how many seconds it took."""
        began = time.monotonic()
        answer = httpx.get(self.town.base + path, timeout=4 * BOUND)
        return answer, time.monotonic() - began

    def assert_alive(self) -> None:
        answer, _ = self.ask("/health/live")
        assert answer.status_code == 200

    def close(self) -> None:
        self.town.close()
        self.proxy.close()


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    with ExitStack() as stack:
        cluster = Cluster()
        stack.callback(cluster.close)
        made = Drill(tmp_path_factory.mktemp("outage"), cluster)
        stack.callback(made.close)
        yield made


@pytest.fixture(autouse=True)
def _nothing_is_lost(drill: Drill) -> Iterator[None]:
    """Applications that are under way when the outage begins succeed afterwards, and no process was restarted."""
    masters = drill.town.web_workers()
    drill.apply()
    with ThreadPoolExecutor(2) as pool:
        under_way: list[Future[Sent]] = [pool.submit(drill.apply) for _ in range(2)]
        yield
        until_ready(drill.town)
        assert [str(one.exception(60)) for one in under_way if one.exception(60)] == [], drill.town.said()
    drill.apply()
    kept = {row[0] for row in drill.town.database.rows("SELECT reference FROM blocks_cases_case")}
    assert {one.reference for one in drill.sent} == kept
    assert drill.town.web_workers() == masters, "a process was started anew"


def ask_all(drill: Drill, rounds: int, check: Callable[[httpx.Response], None]) -> list[float]:
    """Request all pages in turn, `rounds` times; how many seconds each took. The health check is called after each."""
    took = []
    for _ in range(rounds):
        for path in PAGES:
            answer, seconds = drill.ask(path)
            check(answer)
            took.append(seconds)
            drill.assert_alive()
    return took


def report(record: Callable[[str, object], None], what: str, took: list[float]) -> None:
    late = sum(one > TARGET for one in took)
    words = f"median {median(took):.2f} s, longest {max(took):.2f} s, {late} of {len(took)} over {TARGET} s"
    record(f"outage, {what}", words)
    print(f"\noutage, {what}: {words}")  # noqa: T201 - the drill's result


def test_a_stopped_server(drill: Drill, record_testsuite_property: Callable[[str, object], None]) -> None:
    drill.cluster.stop()
    before = drill.proxy.attempts
    try:
        began = time.monotonic()
        took = ask_all(drill, 6, assert_plain_words)
        seconds = time.monotonic() - began
    finally:
        drill.cluster.start()
    attempts = drill.proxy.attempts - before
    report(record_testsuite_property, f"stopped ({attempts} attempts to connect)", took)
    # Once for each thread that had not learned of it, and then one probe a second for each process.
    assert attempts <= PROCESSES * (THREADS + seconds + 2)


def test_a_paused_server(drill: Drill, record_testsuite_property: Callable[[str, object], None]) -> None:
    drill.cluster.pause()
    try:
        took = ask_all(drill, 6, assert_plain_words)
        ready, _ = drill.ask("/health/ready")
        assert ready.status_code == 503
    finally:
        drill.cluster.go_on()
    report(record_testsuite_property, "paused", took)


def test_waiting_for_a_locked_table_has_a_limit(
    drill: Drill, record_testsuite_property: Callable[[str, object], None]
) -> None:
    took = []
    with psycopg.connect(drill.town.database.url) as holding:
        holding.execute("LOCK TABLE ground_organisations_organisation, kernel_stamp")
        for _ in range(2):
            answer, seconds = drill.ask("/services/")
            assert_plain_words(answer)
            took.append(seconds)
            drill.assert_alive()
    report(record_testsuite_property, f"locked (the limit of a statement is {STATEMENT} s)", took)


def test_a_slow_server(drill: Drill, record_testsuite_property: Callable[[str, object], None]) -> None:
    drill.proxy.delay = 0.1

    def answered(answer: httpx.Response) -> None:
        assert answer.status_code == 200

    try:
        took = ask_all(drill, 1, answered)
    finally:
        drill.proxy.delay = 0
    report(record_testsuite_property, "slow (0.1 s more for each answer)", took)


def test_a_server_whose_disk_is_full(drill: Drill) -> None:
    """Pages that only read work; writes are refused with 503, and nothing is half written."""
    full = """
        CREATE FUNCTION full_disk() RETURNS trigger AS
        $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$ LANGUAGE plpgsql;
        CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON services_journeys_journey
        FOR EACH ROW EXECUTE FUNCTION full_disk();
        CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON blocks_cases_case
        FOR EACH ROW EXECUTE FUNCTION full_disk()"""
    room = """DROP TRIGGER full_disk ON services_journeys_journey; DROP TRIGGER full_disk ON blocks_cases_case;
        DROP FUNCTION full_disk"""
    headers = {"Authorization": f"Bearer {drill.town.key}"}
    with psycopg.connect(drill.town.database.url, autocommit=True) as server:
        counted = "SELECT count(*) FROM kernel_journalentry WHERE type = 'journey.begun' AND actor LIKE 'key:%'"
        before = server.execute(counted).fetchone()
        server.execute(full)
        try:
            assert drill.ask("/services/")[0].status_code == 200
            for _ in range(3):
                refused = httpx.post(
                    f"{drill.town.base}/api/journeys/",
                    json={"service": "town/street-light"},
                    headers=headers,
                    timeout=BOUND,
                )
                assert refused.status_code == 503, refused.text
                assert refused.headers["retry-after"]
            drill.assert_alive()
            assert server.execute(counted).fetchone() == before
        finally:
            server.execute(room)
