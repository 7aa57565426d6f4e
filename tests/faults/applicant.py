"""Applicants, in a browser and by the API, who send again when they get no answer."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from tests.faults.town import NO_CERTIFICATES, SERVICE, Town

TRIES_FOR = 60.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
NUMBER = re.compile(r"\b[A-Z]{2}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}\b")
# A browser's user sends again when nothing or this came back; everything else is an answer.
AGAIN = {502, 503}


class Lost(Exception):
    """The applicant never saw what was begun, and begins again."""


@dataclass
class Sent:
    """What an applicant was told: the journey's id and the number; `seen` are the statuses of all answers."""

    journey: str = ""
    reference: str = ""
    seen: list[int] = field(default_factory=list)


def source_of(number: int) -> str:
    """An address of the loopback for an applicant, so that limits by caller see many callers, not one."""
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


def _insist(ask: Callable[[], httpx.Response], sent: Sent) -> httpx.Response:
    ends = time.monotonic() + TRIES_FOR
    while True:
        try:
            answer = ask()
        except httpx.TransportError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.2)
            continue
        sent.seen.append(answer.status_code)
        if answer.status_code not in AGAIN or time.monotonic() > ends:
            return answer
        time.sleep(0.2)


class Resident:
    """Somebody with a browser and no account."""

    def __init__(self, town: Town, number: int) -> None:
        self.number = number
        transport = httpx.HTTPTransport(local_address=source_of(number), verify=NO_CERTIFICATES)
        self.browser = httpx.Client(base_url=town.base, transport=transport, timeout=30)
        self.sent = Sent()

    def get(self, address: str) -> httpx.Response:
        return _insist(lambda: self.browser.get(address, follow_redirects=True), self.sent)

    def post(self, address: str, page: httpx.Response, **values: str) -> httpx.Response:
        found = TOKEN.search(page.text)
        assert found, f"no form at {page.url} ({page.status_code}): {page.text[:500]}"
        typed = {"csrfmiddlewaretoken": found[1], **values}
        return _insist(lambda: self.browser.post(address, data=typed), self.sent)

    def begin(self) -> httpx.Response:
        """The first page of questions."""
        service = self.get(f"/services/{SERVICE}")
        begun = self.post(f"/apply/{SERVICE}", service)
        assert begun.status_code == 302, f"begin: {begun.status_code} {begun.text[:500]}"
        self.sent.journey = begun.headers["location"].rsplit("/", 1)[-1]
        return self.get(begun.headers["location"])

    def answer(self, page: httpx.Response) -> httpx.Response:
        """Answer the page of questions; the page to check the answers on."""
        answers = {"fault": "dark", "place": f"Street {self.number}", "email": f"r{self.number}@example.org"}
        answered = self.post(str(page.url), page, _then="next", **answers)
        assert answered.status_code == 302, f"answer: {answered.status_code} {answered.text[:500]}"
        return self.get(answered.headers["location"])

    def send(self, check: httpx.Response) -> str:
        """Send it off, see the page that says so, and give the number that it shows."""
        sent = self.post(f"/apply/{self.sent.journey}/form/check", check)
        assert sent.status_code == 302, f"send: {sent.status_code} {sent.text[:500]}"
        done = self.get(sent.headers["location"])
        assert done.status_code == 200, f"done: {done.status_code} {done.text[:500]}"
        found = NUMBER.search(done.text)
        assert found, f"no number on {done.url}"
        return found[0]

    def apply(self) -> Sent:
        """The whole journey; the check page is sent twice, as by somebody who clicks twice."""
        with self.browser:
            check = self.answer(self.begin())
            self.sent.reference = self.send(check)
            assert self.send(check) == self.sent.reference
        return self.sent


class Program:
    """A program of the organisation, with its key."""

    def __init__(self, town: Town, number: int) -> None:
        self.number = number
        headers = {"Authorization": f"Bearer {town.key}"}
        self.http = httpx.Client(base_url=town.base, headers=headers, timeout=30, verify=NO_CERTIFICATES)
        self.sent = Sent()

    def apply(self) -> Sent:
        """Begin (with an idempotency key), answer, send twice."""
        sent = self.sent
        with self.http as http:
            begun = _insist(
                lambda: http.post(
                    "/api/journeys/", json={"service": SERVICE}, headers={"Idempotency-Key": f"faults-{self.number}"}
                ),
                sent,
            )
            assert begun.status_code == 201, begun.text[:500]
            sent.journey = begun.json()["id"]
            address = f"/api/journeys/{sent.journey}"
            answers = {"fault": "flickers", "place": f"Street {self.number}", "email": f"p{self.number}@example.org"}
            given = _insist(lambda: http.patch(address, json={"answers": answers}), sent)
            # 409 is what a repeated PATCH would get after sending; here nothing was sent yet.
            assert given.status_code == 200, given.text[:500]
            numbers = []
            for _ in range(2):
                done = _insist(lambda: http.post(f"{address}/submit"), sent)
                assert done.status_code == 200, done.text[:500]
                numbers.append(done.json()["reference"])
            assert numbers[0] == numbers[1]
            sent.reference = numbers[0]
        return sent
