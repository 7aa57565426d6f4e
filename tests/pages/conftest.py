"""The small world of the isolation tests, in which every page has something on it."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from commonweal.kernel.testing.rows import begins_with
from tests.isolation.doors import address_of, pages
from tests.isolation.shared import WORLD_ROWS, shared_world
from tests.isolation.world import World


@pytest.fixture
@begins_with(WORLD_ROWS)
def world(db, settings) -> World:
    settings.STAFF_MFA_REQUIRED = False
    return shared_world()


def pages_of(world: World, client: Client) -> Iterator[tuple[str, HttpResponse]]:
    """Every page that a browser can look at, by its address."""
    for name in pages():
        address = address_of(name, world)
        if address is None:
            continue
        response = client.get(address)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            yield address, response
