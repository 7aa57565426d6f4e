"""No query string shows or changes the data of somebody else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from commonweal.desk.permissions import may_read_journal
from commonweal.kernel.testing import Door, Side, Visit, Walker, given
from commonweal.web.page_names import AGAIN
from tests.isolation.bodies import operation
from tests.isolation.doors import doors
from tests.isolation.mutating import granted
from tests.isolation.walking import SHUT, address_of, is_shut, leaks, said, send, undone
from tests.isolation.world import ELSEWHERE, TOWN, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WALKERS = ("ann", "newcomer", "manager", "outsider", "key of elsewhere")
# They come with a query only where they may come in without one: everywhere else they are refused before it is read.
WITHOUT_ACCOUNT = ("stranger", "other guest")
NOT_UNDERSTOOD = {400, 422}
# Ids of the other side: an answer that holds one which was not sent, for somebody who may not see it, says too much.
OWN = ("case", "other_case", "journey_id", "message_id", "upload_id", "correction")


@contextmanager
def names_noticed(found: set[str]) -> Iterator[None]:
    """Which names a page asks its query for, noticed while it answers."""
    with pytest.MonkeyPatch.context() as patch:
        for method in ("__getitem__", "__contains__", "getlist", "get"):
            patch.setattr(MultiValueDict, method, _noticing(getattr(MultiValueDict, method), found), raising=False)
        yield


def _noticing(method: Callable[..., Any], found: set[str]) -> Callable[..., Any]:
    def asked(self: Any, key: Any, *rest: Any) -> Any:
        # The addresses are kept in such dictionaries, too.
        if isinstance(self, QueryDict):
            found.add(key)
        return method(self, key, *rest)

    return asked


def names_of(world: World, door: Door, side: Side) -> set[str]:
    """The names of query parameters: by the API's description, or because the page read them."""
    if not door.is_page:
        said_of = operation(door.method, door.place).get("parameters", [])
        return {each["name"] for each in said_of if each["in"] == "query"}
    found: set[str] = set()
    walker = next((each for each in world.walkers.values() if each.fresh and door.by(each, side)), None)
    walker = walker or next((each for each in world.walkers.values() if door.by(each, side)), None)
    address = walker and address_of(door, Visit(world, side, walker))
    if walker and address:
        with names_noticed(found), undone():
            send(world, door, side, walker, address)
    # The platform reads this one before it looks for the page, in the same way for all, so one page is enough.
    return found - {"csrfmiddlewaretoken"} - (set() if door.place == "portal:home" else {AGAIN})


def values(world: World, other: Side) -> list[str]:
    """How things of the other side are called in a query."""
    person = str(world.people[other.applicant].pk)
    own = [str(other.things[name]) for name in ("case", "journey_id", "message_id") if name in other.things]
    return [other.organisation, world.organisation_id(other), person, *own]


def wrong(world: World, door: Door, sides: tuple[Side, Side], walker: Walker, query: dict[str, str]) -> Iterator[str]:
    """What is wrong with the answer on the first side to a query with a value of the second."""
    address = address_of(door, Visit(world, sides[0], walker))
    if address is None or (door.is_page and walker.program):
        return
    with undone():
        response = send(world, door, sides[0], walker, address, query)
    if response.status_code >= 500:
        yield f"a fault, {response.status_code}"
    # Where the query names an organisation, the rule of that side decides.
    refused = is_shut(door, walker, response) or response.status_code in NOT_UNDERSTOOD
    if not refused and not any(door.by(walker, side) for side in sides):
        yield f"may not come in and got {response.status_code}"
    if response.status_code in SHUT:
        return
    yield from (f"met {word}" for word in leaks(world, walker, response))
    rule, _side = world.secrets[f"secretanswercaseof{sides[1].name}"]
    if not rule(walker, sides[1]) and not walker.steward:
        words = said(response)
        sent = {*query.values()}
        met = [name for name in OWN if str(sides[1].things.get(name, "")) in words and name in sides[1].things]
        yield from (f"met the {name} of the other" for name in met if str(sides[1].things[name]) not in sent)


def walkers_at(world: World, door: Door, sides: tuple[Side, Side]) -> Iterator[Walker]:
    yield from (world.walkers[each] for each in WALKERS)
    for walker in (world.walkers[each] for each in WITHOUT_ACCOUNT):
        if any(door.by(walker, side) for side in sides):
            yield walker


def tried(world: World, door: Door) -> list[str]:
    """A line for each fault at the door, whichever name was given whichever value."""
    faults: list[str] = []
    town, elsewhere = world.sides[TOWN], world.sides[ELSEWHERE]
    names = sorted(names_of(world, door, town))
    for here, there in ((town, elsewhere), (elsewhere, town)):
        for name in names:
            for value in values(world, there):
                for walker in walkers_at(world, door, (here, there)):
                    query = {**given(door.query, Visit(world, here, walker)), name: value}
                    found = wrong(world, door, (here, there), walker, query)
                    faults += [f"{door.address} ?{name}={value} as {walker.name}: {what}" for what in found]
    return faults


def asked() -> list[Door]:
    return [
        replace(door, sides=())
        for found in doors().values()
        for door in found
        if door.method == "GET" and not door.sides
    ]


def test_no_query_shows_or_changes_the_data_of_others(world: World):
    faults = [fault for door in asked() if door.before is None for fault in tried(world, door)]
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:60])


def test_what_pages_ask_their_query_for_is_noticed(world: World):
    found = {door.place: names_of(world, door, world.sides[TOWN]) for door in asked() if door.is_page}
    assert {"kind", "actor", "day", "before"} <= found["desk:journal"]
    assert {"view", "reference", "assignee"} <= found["desk:queue"]
    assert "from" in found["journeys:step"]
    assert [place for place, names in found.items() if AGAIN in names] == ["portal:home"]


def test_a_missing_permission_behind_a_query_is_noticed(world: World):
    door = next(door for door in asked() if door.address == "GET /api/desk/journal" and door.query)
    with granted(may_read_journal)():
        assert any("met the" in fault for fault in tried(world, door))
