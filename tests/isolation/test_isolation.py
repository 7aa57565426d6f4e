"""Everybody tries every door: who may come in does, nobody else; nothing leaks, nothing is changed, nothing is untried."""

import pytest

from tests.isolation.doors import all_doors, doors, operations, pages
from tests.isolation.walking import Walk
from tests.isolation.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_every_page_and_every_operation_has_a_door():
    from commonweal.ground.identity.tests.doors import LIBRARY

    known = {door.place for door in all_doors() if door.is_page}
    assert {name for name in pages() if not name.startswith(LIBRARY)} - known == set()
    stated = {(door.method, door.place) for door in all_doors()}
    assert [each for each in operations() if each not in stated] == []


def test_no_door_stands_where_there_is_no_address():
    there = {(method, path) for method, path in operations()}
    gone = [
        door.address
        for door in all_doors()
        if (door.place not in pages() if door.is_page else (door.method, door.place) not in there)
    ]
    assert gone == []


@pytest.mark.parametrize("capability", sorted(doors()))
def test_each_door_is_open_to_those_who_may_use_it_and_to_nobody_else(world: World, capability: str):
    walk = Walk(world)
    walk.through(doors()[capability])
    faults = walk.report() + walk.unproved(doors()[capability])
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:60])
