"""The world of the walk through all doors, for those who try the locks."""

from pathlib import Path

import pytest
from django.core.cache import cache
from tests.isolation.world import World, build


@pytest.fixture
def world(db, tmp_path: Path) -> World:
    return build(tmp_path / "place")


@pytest.fixture(autouse=True)
def _nobody_tried_before():
    """The account library counts tries in the cache, which outlives a test."""
    cache.clear()
