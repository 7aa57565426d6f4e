"""Eight clients send the same form at the same time: nobody is refused, no number is given twice."""

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.applicant import Resident, Sent
from tests.faults.town import Town

CLIENTS = 8
SECONDS = 60.0 if os.environ.get("COMMONWEAL_FAULTS") == "full" else 8.0
pytestmark = [pytest.mark.slow, pytest.mark.own_database]


def test_eight_clients_at_once_never_fail(town: Town) -> None:
    town.start_web()
    town.start_worker()
    ends = time.monotonic() + SECONDS

    def keep_sending(client: int) -> list[Sent]:
        done: list[Sent] = []
        while time.monotonic() < ends or not done:
            # `apply` asks for the page after success at once and wants to find the number on it.
            done.append(Resident(town, client + CLIENTS * len(done)).apply())
        return done

    with ThreadPoolExecutor(CLIENTS) as pool:
        sent = [one for batch in pool.map(keep_sending, range(CLIENTS)) for one in batch]
    statuses = Counter(status for one in sent for status in one.seen)
    assert set(statuses) <= {200, 302}, f"{statuses} {town.said()}"
    assert "database is locked" not in town.said()
    references = [one.reference for one in sent]
    assert len(set(references)) == len(references) >= CLIENTS
    assert len({one.journey for one in sent}) == len(sent)
    kept = {row[0] for row in town.database.rows("SELECT reference FROM blocks_cases_case")}
    assert kept == set(references)
