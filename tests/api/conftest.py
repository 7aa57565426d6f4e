"""The world of the walk through all doors, for the API; and its description."""

import pytest
from tests.isolation.shared import WORLD_ROWS, shared_world
from tests.isolation.world import World

from commonweal.kernel.testing.rows import begins_with


@pytest.fixture
@begins_with(WORLD_ROWS)
def world(db, settings) -> World:
    settings.STAFF_MFA_REQUIRED = False
    return shared_world()
