"""A browser that takes no answer of 4xx or 5xx, and no exception."""

import html
import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
TAGS = re.compile(r"<[^>]*>|\s+")
MOST_WORDS = 400


class Broken(Exception):
    """Something that passed the check does not work."""


class Browser:
    """A test client by the name of who uses it."""

    def __init__(self, client: Client, who: str) -> None:
        self.client, self.who = client, who

    def get(self, address: str) -> HttpResponse:
        """Open a page; a redirect is returned as it is."""
        return self._asked("get", address)

    def post(self, address: str, data: Mapping[str, Any]) -> HttpResponse:
        """Send a form."""
        return self._asked("post", address, data)

    def page(self, address: str) -> str:
        """The page at the end of all redirects."""
        for _ in range(6):
            response = self.get(address)
            if response.status_code not in {301, 302, 303}:
                return response.content.decode()
            address = response["Location"]
        raise Broken(f"{self.who}: {address} leads from page to page")

    def _asked(self, method: str, address: str, *data: Any) -> HttpResponse:
        said = f"{self.who}: {method.upper()} {address}"
        try:
            # A savepoint: on PostgreSQL nothing more can be asked after an error in a transaction.
            with transaction.atomic():
                response: HttpResponse = getattr(self.client, method)(address, *data)
        except Exception as error:
            raise Broken(f"{said} raises {raised(error)}") from error
        if response.status_code >= 400:
            raise Broken(f"{said} answers {response.status_code}: {_words(response)}")
        return response


def raised(error: BaseException) -> str:
    """An exception and the last lines of our own that it came through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/commonweal/" in frame.filename]
    places = [f"{frame.filename.rpartition('/commonweal/')[2]}:{frame.lineno}" for frame in frames[-3:]]
    return f"{type(error).__name__}: {str(error)[:200]} ({', '.join(places)})"


def _words(response: HttpResponse) -> str:
    page = response.content.decode(errors="replace")
    main = MAIN.search(page)
    return " ".join(html.unescape(TAGS.sub(" ", main[0] if main else page)).split())[:MOST_WORDS]


@contextmanager
def undone() -> Iterator[None]:
    """What happens within leaves no trace in the database."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
