"""The world of the walk through all doors, for the API; and its description."""

from pathlib import Path

import pytest
from tests.isolation.world import World, build

from commonweal.ground.areas.models import Area


@pytest.fixture
def world(db, tmp_path: Path, settings) -> World:
    settings.STAFF_MFA_REQUIRED = False
    town = Area.objects.create(key="town", name={"en": "Town"}, kind="place")
    Area.objects.create(key="town/north", name={"en": "North"}, kind="ward", parent=town)
    return build(tmp_path / "place")
