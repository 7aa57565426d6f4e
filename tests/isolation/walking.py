"""Goes through one door as one walker, and judges: was it shut or open, what was said, what was changed."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation

from commonweal.kernel.testing import Door, Side, Visit, Walker, given
from tests.isolation.bodies import sample, schema_of
from tests.isolation.doors import pages
from tests.isolation.world import BROWSERS, World

SHUT = {401, 403, 404}
# What a refused call may write: how often somebody asked, and that a browser was here.
NOISE = {"kernel_window", "django_session", "usersessions_usersession"}
JOURNAL = "kernel_journalentry"
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO|TRUNCATE)\s+"?(\w+)', re.IGNORECASE)
ANYTHING_ELSE = re.compile(
    r"\s*(?:SELECT|WITH|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA|SET|LOCK|BEGIN|EXPLAIN)", re.IGNORECASE
)


class Undone(Exception):
    """Rolls back what a call did, so that each meets the same world."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    try:
        with transaction.atomic():
            yield
            raise Undone
    except Undone:
        pass


class Writes:
    """Which tables were written to, noticed at the connection."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITES.match(sql)
        if found:
            self.tables.add(found[1].lower())
        elif not ANYTHING_ELSE.match(sql):
            self.tables.add(f"? {sql[:60]}")
        return execute(sql, params, many, context)

    def __bool__(self) -> bool:
        return bool(self.tables - NOISE)


def digest() -> dict[str, str]:
    """A digest of each table of the database, except those in NOISE."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - NOISE):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def address_of(door: Door, visit: Visit) -> str | None:
    """The address of the door on this side; None where the side lacks a part of it."""
    try:
        arguments = {**visit.side.things, **given(door.arguments, visit)}
        if not door.is_page:
            return door.place.format(**{name: str(value) for name, value in arguments.items()})
        pattern = pages()[door.place].pattern
        wanted = pattern.converters or pattern.regex.groupindex
        return reverse(door.place, kwargs={name: arguments[name] for name in wanted})
    except KeyError:
        return None


def send(world: World, door: Door, side: Side, walker: Walker, address: str, query: Any = None) -> HttpResponse:
    """The call, as this walker makes it; the browser is afterwards as it was."""
    visit, client = Visit(world, side, walker), world.who[walker.name]
    cookies, kept = deepcopy(client.cookies), given(door.query, visit) if query is None else query
    cache.clear()  # the account library counts there
    try:
        if door.is_page:
            call = {"GET": client.get, "POST": client.post}[door.method]
            data = kept if door.method == "GET" else given(door.body, visit)
            return call(address, data)
        return _call_api(client, door, visit, address, kept)
    finally:
        client.cookies = cookies
        translation.deactivate()


def _call_api(client: Any, door: Door, visit: Visit, address: str, query: Any) -> HttpResponse:
    if door.method == "GET":
        return client.get(address, query)
    media_type, schema = schema_of(door.method, door.place)
    if media_type.startswith("multipart/"):
        files = {"file": SimpleUploadedFile("words.txt", b"words")}
        return client.generic(door.method, address, *_multipart(client, files))
    body = (sample(schema, visit.side) if schema else {}) | given(door.body, visit)
    return client.generic(door.method, address, json.dumps(body, default=str), content_type="application/json")


def _multipart(client: Any, files: dict[str, Any]) -> tuple[bytes, str]:
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    return encode_multipart(BOUNDARY, files), MULTIPART_CONTENT


def is_shut(door: Door, walker: Walker, response: HttpResponse) -> bool:
    """Refused, and nothing else: a page also by being sent to sign in, or staff to show their second factor."""
    if response.status_code in SHUT:
        return True
    if not door.is_page or response.status_code != 302:
        return False
    where = urlsplit(response.headers["Location"])
    asked = reverse("identity:second-step") if walker.person and not walker.fresh else settings.LOGIN_URL
    return where.path == asked and "next=" in where.query


def said(response: HttpResponse) -> str:
    """All that was answered, in small letters: the content, the headers, the cookies."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers} {response.cookies.output()} {content.decode('utf-8', 'replace')}".lower()


def leaks(world: World, walker: Walker, response: HttpResponse) -> list[str]:
    """Planted words that this walker met and may not know."""
    words = said(response)
    if "secret" not in words:
        return []
    return [word for word in world.secrets if word in words and not world.may_meet(word, walker)]


# The guest's things are in the same organisation as Ann's: there those walk for whom the guest makes a difference.
ON_THE_GUEST_SIDE = {
    *BROWSERS,
    "ann",
    "officer",
    "crew",
    "outsider",
    "stale",
    "weak",
    "key cases:read",
    "key of elsewhere",
}


class Walk:
    """Walkers before doors: `faults` say where, what and who, `open` are the doors through which somebody came."""

    def __init__(self, world: World, *, first: bool = False) -> None:
        self.world, self.first = world, first
        self.faults: dict[tuple[str, str], list[str]] = {}
        self.open: set[int] = set()
        self.last: dict[int, str] = {}

    def through(self, doors: Iterable[Door], walkers: Iterable[str] | None = None) -> None:
        """Everybody (or these) tries each door on each side; `first` ends at the first fault."""
        names = list(walkers) if walkers is not None else list(self.world.walkers)
        for door in doors:
            for side in self.world.sides.values():
                if not door.sides or side.name in door.sides:
                    self._at(door, side, names)
                if self.first and self.faults:
                    return

    def _at(self, door: Door, side: Side, names: list[str]) -> None:
        with undone():
            if door.before is not None and self._whole(door, side):
                door.before(self.world, side)
            before: list[dict[str, str]] = []
            for name in names:
                if side.name == "guest" and name not in ON_THE_GUEST_SIDE:
                    continue
                walker = self.world.walkers[name]
                # Programs have no pages: those are for browsers.
                if door.is_page and walker.program:
                    continue
                self._try(door, side, walker, before)
                if self.first and self.faults:
                    return

    def _whole(self, door: Door, side: Side) -> bool:
        return address_of(door, Visit(self.world, side, next(iter(self.world.walkers.values())))) is not None

    def _try(self, door: Door, side: Side, walker: Walker, before: list[dict[str, str]]) -> None:
        address = address_of(door, Visit(self.world, side, walker))
        if address is None:
            return
        writes, allowed = Writes(), walker.valid and door.by(walker, side)
        touches = allowed and (door.touched_by is None or door.touched_by(walker, side))
        after: dict[str, str] | None = None
        with undone():
            with connection.execute_wrapper(writes):
                response = send(self.world, door, side, walker, address)
            after = digest() if writes and not touches else None
        if after is not None and not before:
            before.append(digest())
        changed = [table for table in after or {} if (after or {})[table] != before[0].get(table)]
        if door.noted_for is not None and door.noted_for(walker, side):
            changed = [table for table in changed if table != JOURNAL]
        shut = is_shut(door, walker, response)
        for what in self._wrong(door, walker, response, allowed=allowed, shut=shut, changed=changed):
            self.faults.setdefault((f"{door.address} on the side {side.name}", what), []).append(walker.name)
        good = 200 <= response.status_code < (400 if door.is_page else 300)
        if touches and good and (door.method == "GET" or door.keeps or writes):
            self.open.add(id(door))
        elif touches and not good and not shut:
            self.last[id(door)] = f"{walker.name} got {response.status_code} {_why(response)}"

    def _wrong(
        self, door: Door, walker: Walker, response: HttpResponse, *, allowed: bool, shut: bool, changed: list[str]
    ) -> Iterator[str]:
        if response.status_code >= 500:
            yield f"a fault, {response.status_code}"
        if allowed and shut:
            yield f"may come in and got {response.status_code} {_why(response)}"
        if not allowed and not shut:
            yield f"may not come in and got {response.status_code} {_why(response)}"
        if changed and (door.method != "GET" or not allowed):
            yield f"changed {changed}"
        if shut and not door.is_page and "problem+json" not in response.headers["Content-Type"]:
            yield "the refusal is no problem+json"
        for word in leaks(self.world, walker, response):
            yield f"met {word}"

    def report(self) -> list[str]:
        """A line for each fault, with those whom it concerns."""
        return [f"{where}: {what} ({', '.join(who)})" for (where, what), who in self.faults.items()]

    def unproved(self, doors: Iterable[Door]) -> list[str]:
        """Doors through which nobody came: that others were refused there proves nothing."""
        shut = [door for door in doors if id(door) not in self.open and not door.unproved]
        return [f"{door.address}: nobody came through; {self.last.get(id(door), 'never tried')}" for door in shut]


def _why(response: HttpResponse) -> str:
    if "json" in response.headers.get("Content-Type", ""):
        return response.content.decode()[:240]
    return re.sub(r"[0-9a-f-]{36}", "…", response.headers.get("Location", ""))
