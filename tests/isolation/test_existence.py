"""Somebody else's things look like things that do not exist, and a page does nothing by a method without a door."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

import pytest
from django.db import connection
from django.http import HttpResponse

from commonweal.kernel.testing import Door, Side, Visit, Walker, given
from commonweal.services.definitions.api import save_draft
from tests.isolation.doors import all_doors, pages
from tests.isolation.walking import SHUT, Writes, address_of, is_shut, send, undone
from tests.isolation.world import TOWN, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# None of these belongs to the town or is its applicant: strangers, residents, staff and a program of elsewhere.
OTHERS = ("stranger", "other guest", "ben", "outsider", "key of elsewhere")
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BY_LOT = re.compile(AN_ID.pattern + r'|name="csrfmiddlewaretoken" value="[^"]*"')


def made_up(value: Any) -> Any:
    """An id like this one, of a thing that does not exist."""
    if isinstance(value, UUID) or (isinstance(value, str) and AN_ID.fullmatch(value)):
        return uuid5(UUID(int=0), str(value))
    return 9999 if isinstance(value, int) else value


def without_ids(side: Side) -> Side:
    return replace(side, things={key: made_up(value) for key, value in side.things.items()})


def two_addresses(door: Door, visit: Visit, other: Side) -> tuple[str, str] | None:
    """The address of the door on this side, and with the things of the other side; None if they are the same."""
    here = address_of(door, visit)
    if here is None:
        return None
    arguments = {key: made_up(value) for key, value in given(door.arguments, visit).items()}
    there = address_of(replace(door, arguments=arguments), replace(visit, side=other))
    return None if there is None or there == here else (here, there)


def shape(response: HttpResponse, address: str) -> tuple[int, str, str]:
    """What distinguishes one answer from another: the status, the redirect and the words; without ids, form marks and the
    address that was requested."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    where, words = response.headers.get("Location", ""), content.decode("utf-8", "replace")
    for said in (address, quote(address), quote(address, safe="")):
        where, words = where.replace(said, "…"), words.replace(said, "…")
    return response.status_code, BY_LOT.sub("…", where), BY_LOT.sub("…", words)


def difference(world: World, door: Door, walker: Walker, side: Side, other: Side) -> str:
    """How the door tells this walker what is there; '' if it does not, or if it is theirs to open."""
    if door.by(walker, side) or (door.is_page and walker.program):
        return ""
    found, answers = two_addresses(door, Visit(world, side, walker), other), []
    for address in found or ():
        with undone():
            answers.append(shape(send(world, door, side, walker, address), address))
    if not answers or answers[0] == answers[1]:
        return ""
    return f"{door.address} on the side {side.name} as {walker.name}: {answers[0][:2]} and {answers[1][:2]}"


def differences(world: World, doors: Iterable[Door], sides: Iterable[tuple[Side, Side]]) -> list[str]:
    found = []
    for door in doors:
        for side, other in sides:
            if door.sides and side.name not in door.sides:
                continue
            with undone():
                if door.before is not None and address_of(door, Visit(world, side, world.walkers["stranger"])):
                    door.before(world, side)
                found += [difference(world, door, world.walkers[each], side, other) for each in OTHERS]
    return [each for each in found if each]


def test_nobody_learns_that_somebody_elses_thing_exists(world: World):
    sides = [(side, without_ids(side)) for side in (world.sides[TOWN], world.sides["guest"])]
    faults = differences(world, all_doors(), sides)
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:60])


def test_nobody_learns_that_another_organisation_prepares_a_service(world: World):
    town = world.sides[TOWN]
    source = town.things["text"].replace("service: bin", "service: plan")
    with undone():
        save_draft(service="town/plan", source=source, acting=world.staff(town, "editor"))
        sides = [
            replace(town, things={**town.things, "name": name, "service": name, "number": 1})
            for name in ("plan", "none")
        ]
        named = [door for door in all_doors() if {"name", "service"} & set(re.findall(r"\w+", place_of(door)))]
        assert len(named) > 15
        # What is live is for everybody, but a draft is not.
        drafts = [replace(door, arguments={}, before=None) for door in named if door.address.startswith("GET /api/")]
        faults = differences(world, [*named, *drafts], [(sides[0], sides[1])])
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:60])


def place_of(door: Door) -> str:
    """The address of a door with the names of its parts."""
    return str(pages()[door.place].pattern) if door.is_page else door.place


def test_a_page_does_nothing_by_a_method_without_a_door(world: World):
    stated = {door.address for door in all_doors()}
    side, faults = world.sides[TOWN], []
    for door in [door for door in all_doors() if door.is_page]:
        turned = replace(door, address=f"{'POST' if door.method == 'GET' else 'GET'} {door.place}", body={}, query={})
        for name in () if turned.address in stated else ("stranger", "ann", "manager", "steward"):
            walker, writes = world.walkers[name], Writes()
            address = address_of(turned, Visit(world, side, walker))
            if address is None:
                continue
            with undone(), connection.execute_wrapper(writes):
                response = send(world, turned, side, walker, address)
            if writes or not (response.status_code in {405, *SHUT} or is_shut(turned, walker, response)):
                faults.append(f"{turned.address} as {name}: {response.status_code}, wrote {writes.tables}")
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:60])
