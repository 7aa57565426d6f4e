"""The world of the walk through all doors, for the API; and its description."""

from pathlib import Path

import pytest
from tests.isolation.world import World, build


@pytest.fixture
def world(db, tmp_path: Path, settings) -> World:
    settings.STAFF_MFA_REQUIRED = False
    return build(tmp_path / "place")
