"""A link to a draft moves that draft to the browser that opens it, and nothing else of the guest."""

from dataclasses import replace

import pytest
from django.urls import reverse

from commonweal.kernel.testing import Door, Visit, named, nobody
from tests.isolation.doors import doors
from tests.isolation.walking import Walk, address_of, undone
from tests.isolation.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOLDER = "other guest"
NEAR = ("services.journeys", "blocks.forms", "blocks.cases", "portal")


def as_it_is_now(door: Door, world: World) -> Door:
    """The draft's own pages are for the holder, and the link is used up."""
    side = world.sides["guest"]
    if door.place == "journeys:resume":
        return replace(door, by=nobody)
    address = address_of(door, Visit(world, side, world.walkers[HOLDER])) or ""
    return replace(door, by=named(HOLDER)) if door.is_page and str(side.things["journey_id"]) in address else door


def test_the_holder_of_a_link_owns_that_draft_and_nothing_else(world: World, monkeypatch: pytest.MonkeyPatch):
    side = world.sides["guest"]
    monkeypatch.setitem(world.secrets, "secretdraftofguest", (named(HOLDER), side))
    with undone():
        answer = world.who[HOLDER].post(reverse("journeys:resume", args=[side.things["token"]]))
        assert answer.status_code == 302
        walk = Walk(world)
        here = [door for name in NEAR for door in doors()[name] if not door.sides or side.name in door.sides]
        changed = [replace(as_it_is_now(door, world), sides=("guest",)) for door in here]
        walk.through(changed, [HOLDER, "guest"])
    assert walk.report() == []
    own = [door for door in changed if door.by(world.walkers[HOLDER], side) and "journeys:step" in door.place]
    assert own
    assert walk.unproved(own) == []
