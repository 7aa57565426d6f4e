"""Every call with which strangers, guests and residents send something is limited, and has a bounded cost."""

from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, reverse

from commonweal.kernel.limits import limit
from commonweal.kernel.problems import TooMany
from commonweal.kernel.testing import Door, Side, Visit
from tests.bounds.counting import Cost, body_of, counting
from tests.isolation.doors import all_doors, operations, pages
from tests.isolation.walking import address_of, send, undone
from tests.isolation.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WALKERS = ("stranger", "guest", "ann")
STATEMENTS, ROWS, BODY = 150, 1_000, 200_000
# Doors that cost more, and why: statements, rows, bytes.
ENDS = (1_000, 1_500, BODY, "each of the 400 open questions of the case ends with an entry of its own")
MORE: dict[str, tuple[int, int, int, str]] = {
    "POST /api/cases/mine/{case}/withdraw": ENDS,
    "POST /api/cases/{case}/transitions": ENDS,
    "POST portal:withdraw": ENDS,
    "POST portal:step": ENDS,
}
# Doors that are not walked, and why.
ERASURE = "it touches every row that is held of a person, once; it may be asked for ten times an hour"
NOT_WALKED = {"POST identity:delete": ERASURE, "POST /api/identity/me/erasure": ERASURE}
# Values for parts of addresses for which the world has no object.
SOMETHING = {
    "uuid": "01920000-0000-7000-8000-000000000000",
    "int": 1,
    "slug": "something",
    "str": "something",
    "path": "something",
}


def doors(world: World) -> Iterator[tuple[Door, Side, str]]:
    """Each door that something can be sent to, with the sides and the walkers for whom it is open."""
    for door in all_doors():
        if door.method == "GET" or door.address in NOT_WALKED:
            continue
        for side in world.sides.values():
            for who in WALKERS:
                if (not door.sides or side.name in door.sides) and door.by(world.walkers[who], side):
                    yield door, side, who


def cost_of(world: World, door: Door, side: Side, who: str) -> Cost | None:
    """What a call costs, None where this side lacks what it takes."""
    visit = Visit(world, side, world.walkers[who])
    if address_of(door, visit) is None:
        return None
    with undone():
        if door.before is not None:
            door.before(world, side)
        address = address_of(door, visit)
        assert address is not None
        with counting() as cost:
            cost.body = len(body_of(send(world, door, side, visit.walker, address)))
    return cost


def too_much(world: World, door: Door, side: Side, who: str) -> str:
    """A line for a call that costs more than its bound, or nothing. Only the second call counts: the first one may also
    read what a process then keeps in memory."""
    statements, rows, body, _why = MORE.get(door.address, (STATEMENTS, ROWS, BODY, ""))
    for _ in range(2):
        cost = cost_of(world, door, side, who)
        if cost is None or (cost.statements <= statements and cost.rows <= rows and cost.body <= body):
            return ""
    return f"{who} at {door.address}, side {side.name}: {cost}"


def test_nothing_that_residents_send_costs_more_in_a_large_place(world):
    walked = list(doors(world))
    assert len(walked) > 60
    wrong = [found for door, side, who in walked if (found := too_much(world, door, side, who))]
    assert not wrong, "\n".join(wrong)


def test_what_may_cost_more_is_there():
    assert {*MORE, *NOT_WALKED} <= {door.address for door in all_doors()}


def calls(world: World) -> Iterator[tuple[str, str]]:
    """Every page and operation, including those without a door and those for which the world has no object."""
    for name, pattern in pages().items():
        converters = getattr(pattern.pattern, "converters", {})
        kinds = {
            key: type(each).__name__.removesuffix("Converter").lower().replace("string", "str")
            for key, each in converters.items()
        }
        given = {key: world.arguments.get(key, SOMETHING.get(kind, "something")) for key, kind in kinds.items()}
        groups = {} if converters else dict.fromkeys(getattr(pattern.pattern.regex, "groupindex", {}), "something")
        try:
            yield "POST", reverse(name, kwargs=given | groups)
        except NoReverseMatch:
            # An address of a library that is made for one value.
            continue
    for method, path in operations():
        if method != "GET":
            yield method, path.format_map(OrMadeUp(world.arguments))


class OrMadeUp(dict):
    """Parts of addresses by name; a made-up id for one that the world does not have."""

    def __missing__(self, key: str) -> str:
        return str(SOMETHING["uuid"])


def used_up(world: World) -> None:
    """Use up the limits of the network and of Ann."""
    for what, who in (("writes-from", "127.0.0.1"), ("writes", world.people["ann"].ref)):
        with pytest.raises(TooMany):
            limit(what, who, times=0, seconds=600, weight=6_000)


def test_every_address_refuses_what_is_sent_too_often(world):
    found, open_to = sorted(set(calls(world))), []
    assert len(found) > 150
    with undone():
        used_up(world)
        for method, address in found:
            for who in ("guest", "ann"):
                answer = world.who[who].generic(method, address)
                if answer.status_code != 429 or not answer["Retry-After"]:
                    open_to.append(f"{who}: {method} {address} answered {answer.status_code}")
    assert not open_to, "\n".join(open_to)
