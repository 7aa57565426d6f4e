"""The world of the walk through all doors, for tests of other folders: made once for those that follow each other."""

import tempfile
from copy import copy, deepcopy
from dataclasses import replace
from pathlib import Path

from commonweal.kernel.testing.rows import Rows
from tests.isolation.world import World, build


def _make() -> World:
    with tempfile.TemporaryDirectory() as folder:
        return build(Path(folder) / "place")


WORLD_ROWS = Rows(_make)


def shared_world() -> World:
    """The world with browsers, people and things of its own, which the test may change."""
    made = WORLD_ROWS()
    browsers = {}
    for name, client in made.who.items():
        browsers[name] = copy(client)
        browsers[name].cookies = deepcopy(client.cookies)
    return replace(
        made,
        who=browsers,
        people=deepcopy(made.people),
        organisations=deepcopy(made.organisations),
        sides=deepcopy(made.sides),
        secrets=dict(made.secrets),
    )
