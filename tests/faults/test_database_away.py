"""While the database is out of reach, a clear page says so; nothing in the browser is lost, and the place recovers."""

import time
from collections.abc import Callable

import httpx
import pytest

from tests.faults.applicant import TOKEN, Resident
from tests.faults.town import Town

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
BACK_WITHIN = 30.0


def until_ready(town: Town) -> None:
    """Wait until the place says that it is ready again."""
    ends = time.monotonic() + BACK_WITHIN
    while time.monotonic() < ends:
        if httpx.get(f"{town.base}/health/ready", timeout=20).status_code == 200:
            return
        time.sleep(0.5)
    raise AssertionError(f"not ready again: {town.said()}")


def sent_again(send: Callable[[], httpx.Response]) -> httpx.Response:
    """The first answer that is not 503: each process of the place finds the database again by itself, and people are
    told to send once more."""
    ends = time.monotonic() + BACK_WITHIN
    answer = send()
    while answer.status_code == 503 and time.monotonic() < ends:
        time.sleep(0.5)
        answer = send()
    return answer


def assert_plain_words(answer: httpx.Response) -> None:
    """A page that says what happened, that nothing typed is lost, and what to do."""
    assert answer.status_code == 503, answer.text[:500]
    assert answer.headers["retry-after"]
    assert "text/html" in answer.headers["content-type"]
    assert "We cannot reach our records" in answer.text
    assert "still in your browser" in answer.text
    assert "send the form again, say yes" in answer.text
    assert "Traceback" not in answer.text
    assert "OperationalError" not in answer.text


def test_a_database_that_is_away_loses_nothing_and_comes_back(town: Town) -> None:
    town.start_web()
    resident = Resident(town, 1)
    page = resident.begin()
    token = TOKEN.search(page.text)
    assert token
    answers = {"fault": "dark", "place": "High Street", "email": "r@example.org"}
    typed = {"csrfmiddlewaretoken": token[1], "_then": "next", **answers}

    town.database.go_away()
    assert_plain_words(resident.browser.get("/"))
    assert_plain_words(resident.browser.post(str(page.url), data=typed))
    programs = {"Authorization": f"Bearer {town.key}"}
    refused = httpx.post(
        f"{town.base}/api/journeys/", json={"service": "town/street-light"}, headers=programs, timeout=20
    )
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"]
    told = refused.json()
    assert told["status"] == 503
    assert told["type"] == "urn:commonweal:problem:unavailable"
    assert told["remedy"]
    ready = httpx.get(f"{town.base}/health/ready", timeout=20)
    assert ready.status_code == 503
    assert httpx.get(f"{town.base}/health/live", timeout=20).status_code == 200

    town.database.come_back()
    until_ready(town)
    # The browser sends again what it had sent: the same bytes, the same form.
    again = sent_again(lambda: resident.browser.post(str(page.url), data=typed))
    assert again.status_code == 302, again.text[:500]
    check = resident.get(again.headers["location"])
    assert "High Street" in check.text
    assert resident.send(check)
    begun = sent_again(
        lambda: httpx.post(
            f"{town.base}/api/journeys/", json={"service": "town/street-light"}, headers=programs, timeout=20
        )
    )
    assert begun.status_code == 201, begun.text
    resident.browser.close()


def test_a_place_that_starts_without_its_database_serves_once_that_is_there(town: Town) -> None:
    town.database.go_away()
    town.start_web()
    assert_plain_words(httpx.get(f"{town.base}/services/", timeout=20))
    assert httpx.get(f"{town.base}/health/ready", timeout=20).status_code == 503
    town.database.come_back()
    until_ready(town)
    assert sent_again(lambda: httpx.get(f"{town.base}/services/", timeout=20)).status_code == 200
