"""kill -9 of web and worker at random points: what was acknowledged exists once, whole, with one message."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.applicant import Program, Resident, Sent
from tests.faults.provider import Provider
from tests.faults.town import Town

FULL = os.environ.get("COMMONWEAL_FAULTS") == "full"
SUBMISSIONS = 500 if FULL else 40
AT_ONCE = 4
QUIET_WITHIN = 240.0 if FULL else 75.0
pytestmark = [pytest.mark.slow, pytest.mark.own_database]


class Killer(threading.Thread):
    """Kills a web process, the worker, or all of the web, at moments drawn from a seed, until told to stop.

    It waits for some more submissions before each kill: those that are killed need time to start again, and on a busy
    machine nothing else would happen."""

    def __init__(self, town: Town, sent: list[Sent], *, seed: int) -> None:
        super().__init__(daemon=True)
        self.town = town
        self.sent = sent
        self.chance = random.Random(seed)
        self.stopping = threading.Event()
        self.kills: Counter[str] = Counter()
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            while self.wait():
                drawn = self.chance.random()
                if drawn < 0.5:
                    self.kill_web_process()
                elif drawn < 0.95:
                    self.town.kill("worker")
                    self.kills["worker"] += 1
                    self.town.start_worker()
                else:
                    self.town.kill("web")
                    self.kills["web"] += 1
                    self.town.start_web()
        except BaseException as failure:
            self.failure = failure

    def wait(self) -> bool:
        """Until a few more were sent and a moment longer, so that requests are under way; False once told to stop."""
        wanted = len(self.sent) + self.chance.randint(1, 6)
        while len(self.sent) < wanted:
            if self.stopping.wait(0.01):
                return False
        return not self.stopping.wait(self.chance.uniform(0, 0.5))

    def kill_web_process(self) -> None:
        workers = self.town.web_workers()
        if workers:
            os.kill(self.chance.choice(workers), signal.SIGKILL)
            self.kills["web process"] += 1


def submit_many(town: Town, number: int, sent: list[Sent]) -> list[str]:
    """Let `number` applicants apply, every fourth a program; adds what they were told, gives what went wrong."""
    wrong: list[str] = []

    def one(index: int) -> None:
        applicant = Program(town, index) if index % 4 == 0 else Resident(town, index)
        try:
            sent.append(applicant.apply())
        except Exception as error:
            wrong.append(f"{index}: {type(error).__name__}: {error}")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, range(number)))
    return wrong


def until(done: Callable[[], bool], *, seconds: float) -> bool:
    """Wait for something to become so."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if done():
            return True
        time.sleep(0.5)
    return done()


def is_quiet(town: Town) -> bool:
    """Nothing is queued, running, or waiting to be tried again."""
    # What is scheduled for later (clocks) stays READY; only the letters and their readers are waited for.
    waiting = town.database.rows("SELECT count(*) FROM blocks_messages_message WHERE state = 'queued'")[0][0]
    running = town.database.rows(
        "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING' "
        "OR (status = 'READY' AND task_path LIKE '%tell_readers%')"
    )[0][0]
    return not waiting and not running


def assert_whole(town: Town, sent: list[Sent], provider: Provider) -> None:
    """Every acknowledged submission once, with case, journal entries and message; nothing half-written."""
    ask = town.database.rows
    normal = {
        str(row[0]).replace("-", ""): row[1:]
        for row in ask('SELECT id, state, reference, "case" FROM services_journeys_journey')
    }
    for one in sent:
        state, reference, _case = normal[one.journey.replace("-", "")]
        assert (state, reference) == ("submitted", one.reference)
    submitted = {key: row for key, row in normal.items() if row[0] == "submitted"}
    assert len({one.journey for one in sent}) == len(sent)
    assert len({one.reference for one in sent}) == len(sent)
    # A journey whose acknowledgement was lost was sent again by its applicant: there are no others.
    assert len(submitted) == len(sent)

    cases = {
        str(row[0]).replace("-", ""): row[1:] for row in ask("SELECT id, journey, reference FROM blocks_cases_case")
    }
    assert {str(journey).replace("-", "") for journey, _ in cases.values()} == set(submitted)
    assert {reference for _, reference in cases.values()} == {one.reference for one in sent}

    entries = Counter(
        (kind, thing.replace("-", "")) for kind, thing in ask("SELECT type, object FROM kernel_journalentry")
    )
    clocks = Counter(str(row[0]).replace("-", "") for row in ask("SELECT case_id FROM blocks_cases_caseclock"))
    letters = ask("SELECT id, about, state, channel FROM blocks_messages_message")
    about = Counter(row[1].replace("-", "") for row in letters)
    for case in cases:
        assert entries["case.opened", f"case:{case}"] == 1
        assert clocks[case] == 1
        # The applicants are guests: their receipt leaves, what it is about waits until they confirm their address.
        assert about[f"case:{case}"] == 2
    for journey in normal:
        assert entries["journey.begun", f"journey:{journey}"] == 1
        assert entries["journey.submitted", f"journey:{journey}"] == (1 if journey in submitted else 0)
    assert sum(1 for kind, _ in entries.elements() if kind == "case.opened") == len(cases)

    receipts = [row for row in letters if row[2] == "sent"]
    assert {row[2] for row in letters} == {"sent", "held"}
    assert len(receipts) == len(sent)
    assert len(letters) == 2 * len(sent)
    delivered = Counter(message["key"].replace("-", "") for message in provider.delivered)
    assert delivered == Counter({str(row[0]).replace("-", ""): 1 for row in receipts})
    for row in letters:
        assert entries["message.queued", f"message:{row[0]}".replace("-", "")] == 1
        assert entries["message.sent", f"message:{row[0]}".replace("-", "")] == (row in receipts)


def test_what_was_acknowledged_survives_kills(
    town: Town, provider: Provider, record_testsuite_property: Callable[[str, object], None]
) -> None:
    town.start_web()
    town.start_worker()
    sent: list[Sent] = []
    killer = Killer(town, sent, seed=20261122)
    killer.start()
    wrong = submit_many(town, SUBMISSIONS, sent)
    killer.stopping.set()
    killer.join(90)
    assert killer.failure is None, killer.failure
    assert wrong == [], f"{wrong[:5]} {town.said()}"
    assert len(sent) == SUBMISSIONS
    assert killer.kills["web process"]
    assert killer.kills["worker"]
    assert until(lambda: is_quiet(town), seconds=QUIET_WITHIN), town.said()
    failed = town.database.rows(
        "SELECT task_path, traceback FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'"
    )
    assert failed == []
    assert_whole(town, sent, provider)
    record_testsuite_property("submissions", len(sent))
    record_testsuite_property("kills", dict(killer.kills))
    record_testsuite_property("calls of the provider", sum(provider.calls.values()))
    # The faults had an effect: at least one message was handed in more than once, and was delivered once.
    assert max(provider.calls.values()) > 1
