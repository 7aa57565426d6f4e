"""A capability of another distribution is found by its entry point, and is then like any other."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from commonweal.kernel.capability import FLOORS, PACKAGE, outside_apps
from commonweal.site.skeleton import write_block

LOOK = """
import json, django
django.setup()
from django.apps import apps
from django.test import Client
from commonweal.kernel.capability import capabilities, installed_apps, sections
from commonweal.site.api import api
print(json.dumps({
    "apps": installed_apps(),
    "on": [config.key for config in capabilities()],
    "label": apps.get_app_config("blocks_lost_property").name,
    "page": Client().get("/lost_property/").status_code,
    "paths": list(api.get_openapi_schema()["paths"]),
    "sections": list(sections()),
}))
"""


def announce(folder: Path, *values: str) -> None:
    """Install a distribution that announces these capabilities, as an installer writes it down."""
    facts = folder / "riverside-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: riverside\nVersion: 1.0\n")
    lines = "".join(f"part{number} = {value}\n" for number, value in enumerate(values))
    (facts / "entry_points.txt").write_text(f"[commonweal.capabilities]\n{lines}")


@pytest.fixture(scope="module")
def riverside(tmp_path_factory) -> Path:
    """A folder on the path of Python with a block of another distribution."""
    folder = tmp_path_factory.mktemp("riverside")
    for file in write_block("lost_property", "", folder / "riverside"):
        file.write_text(file.read_text().replace("commonweal.blocks.lost", "riverside.blocks.lost"))
    announce(folder, "riverside.blocks.lost_property")
    return folder


def place(folder: Path, *arguments: str, off: str = "") -> subprocess.CompletedProcess[str]:
    """What a program says of a place beside which the distribution in the folder is installed."""
    own = {
        "DJANGO_SETTINGS_MODULE": "commonweal.site.settings.test",
        "COMMONWEAL_CAPABILITIES_OFF": off,
        "PYTHONPATH": f"{PACKAGE.parent}{os.pathsep}{folder}",
    }
    return subprocess.run(
        [sys.executable, *arguments], env={**os.environ, **own}, capture_output=True, text=True, check=False
    )


def test_a_block_of_another_distribution_is_on_a_page_in_the_api_and_in_the_language(riverside):
    found = json.loads(place(riverside, "-c", LOOK).stdout)
    assert found["label"] == "riverside.blocks.lost_property"
    assert "blocks.lost_property" in found["on"]
    assert found["page"] == 200
    assert [path for path in found["paths"] if path.startswith("/api/lost_property")]
    assert "lost_property" in found["sections"]
    floors = [FLOORS.index(name.split(".")[1]) for name in found["apps"]]
    assert floors == sorted(floors)


def test_a_capability_of_another_distribution_that_is_switched_off_is_gone(riverside):
    found = json.loads(place(riverside, "-c", LOOK, off="blocks.lost_property").stdout)
    assert "blocks.lost_property" not in found["on"]
    assert found["page"] == 404
    assert "lost_property" not in found["sections"]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("lost_property", "PACKAGE.FLOOR.NAME"),
        ("riverside.lost_property", "PACKAGE.FLOOR.NAME"),
        ("riverside.kernel.lost_property", "PACKAGE.FLOOR.NAME"),
        ("riverside.blocks.lost.property", "PACKAGE.FLOOR.NAME"),
        ("riverside.blocks.lost_property:Block", "PACKAGE.FLOOR.NAME"),
        ("commonweal.blocks.lost_property", "PACKAGE.FLOOR.NAME"),
        ("riverside.blocks.forms", "commonweal.blocks.forms has that short name already"),
        ("riverside.services.areas", "commonweal.ground.areas has that short name already"),
    ],
)
def test_an_entry_point_that_cannot_be_a_capability_is_refused(tmp_path, monkeypatch, value, why):
    announce(tmp_path, value)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ImproperlyConfigured, match=why):
        outside_apps.__wrapped__()


def test_two_capabilities_of_one_short_name_are_refused(tmp_path, monkeypatch):
    announce(tmp_path, "riverside.blocks.keys", "riverside.services.keys")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ImproperlyConfigured, match="has that short name already"):
        outside_apps.__wrapped__()


def test_a_refused_entry_point_is_one_line_at_the_command(tmp_path):
    announce(tmp_path, "riverside.lost_property")
    done = place(tmp_path, "-m", "commonweal.site.command", "manage", "check")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "riverside.lost_property" in done.stderr
