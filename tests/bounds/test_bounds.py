"""Every address that a stranger or a resident may call has a bounded cost, however much data there is.

Each address is called twice and counted the second time: what a process keeps in memory until somebody publishes is read
once a change, not once a call."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from tests.bounds.counting import body_of, counting
from tests.isolation.doors import address_of, may_come, operations, pages
from tests.isolation.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@dataclass(frozen=True)
class Bound:
    """The most that a call may cost; the body in bytes."""

    statements: int = 40
    rows: int = 1_000
    body: int = 200_000


USUAL = Bound()
# Addresses that may cost more, and why.
COPY = Bound(rows=20_000, body=5_000_000)
MORE: dict[str, tuple[Bound, str]] = {
    "identity:download": (COPY, "a copy has to be whole; 20 times an hour"),
    "GET /api/identity/me/export": (COPY, "a copy has to be whole; 20 times an hour"),
    "performance:overview": (Bound(rows=4 * 12 * 50 + 1_000), "50 services by month"),
    "performance:overview-csv": (Bound(rows=4 * 12 * 50 + 1_000), "50 services by month"),
    "GET /api/performance/services": (Bound(rows=4 * 36 * 50 + 1_000, body=1_000_000), "50 services, 36 months"),
}
# What else may be asked of an address: the widest that is allowed, and pages that are not there.
ASKED = {
    "portal:search": ["q=bin", "q=" + "bin+" * 49, "q=zzz&kind=service"],
    "GET /api/search/": ["q=bin", "q=" + "bin+" * 49, "q=bin" + "&kind=service" * 10],
    "portal:services": ["page=2", "page=99999999"],
    "portal:topic": ["page=41"],
    "portal:providers": ["page=3"],
    "messages:inbox": ["page=9999"],
    "performance:overview": ["page=20"],
    "GET /api/performance/services": ["months=36", "months=36&page=9"],
    "GET /api/catalogue/services": ["page=40", "online=false&topic=waste"],
    "GET /api/messages/": ["limit=100&offset=300"],
    "GET /api/cases/{case}/history": ["limit=500"],
}
RESIDENTS = ("stranger", "ann")


def for_residents(world: World, address: str) -> bool:
    """Whether a stranger or a resident may come through the door at this address."""
    return any(may_come(address, world.walkers[who]) for who in RESIDENTS)


def calls(world: World) -> Iterator[tuple[str, str]]:
    """Name and address of every page and operation that a stranger or a resident may read."""
    for name in pages():
        address = address_of(name, world)
        if address is not None and for_residents(world, f"GET {name}"):
            yield from ((name, f"{address}?{query}") for query in ["", *ASKED.get(name, [])])
    for method, path in operations():
        if method == "GET" and for_residents(world, f"GET {path}"):
            name, address = f"GET {path}", path.format(**world.arguments)
            yield from ((name, f"{address}?{query}") for query in ["", *ASKED.get(name, [])])


def over(name: str, client: Client, address: str) -> str:
    """What is too much, or nothing."""
    client.get(address)
    with counting() as cost:
        response = client.get(address)
        cost.body = len(body_of(response))
    bound = MORE.get(name, (USUAL, ""))[0]
    found = [
        f"{what} {used} > {most}"
        for what, used, most in (
            ("statements", cost.statements, bound.statements),
            ("rows", cost.rows, bound.rows),
            ("body", cost.body, bound.body),
        )
        if used > most
    ]
    return f"{address}: {', '.join(found)}" if found else ""


def test_every_exception_names_an_existing_address():
    there = set(pages()) | {f"GET {path}" for method, path in operations() if method == "GET"}
    assert (set(MORE) | set(ASKED)) - there == set()


def test_no_address_costs_more_for_a_large_place(world):
    wrong = [
        f"{who}: {found}"
        for name, address in calls(world)
        for who in RESIDENTS
        if (found := over(name, world.who[who], address))
    ]
    assert not wrong, "\n".join(wrong)
