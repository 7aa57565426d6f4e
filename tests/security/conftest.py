"""The world of the walk through all doors, for those who try the locks."""

import pytest
from django.core.cache import cache
from tests.isolation.shared import WORLD_ROWS, shared_world
from tests.isolation.world import World

from commonweal.kernel.testing.rows import begins_with


@pytest.fixture
@begins_with(WORLD_ROWS)
def world(db) -> World:
    return shared_world()


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    """The account library counts tries in the cache, which outlives a test."""
    cache.clear()
