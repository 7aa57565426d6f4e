"""Capabilities are found by their folders, and one that is off is gone everywhere."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import transaction

from commonweal.ground.organisations.api import forget_switches, switch_capability
from commonweal.ground.organisations.testing import make_organisation
from commonweal.kernel import journal
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.capability import FLOORS, PACKAGE, capabilities, installed_apps, is_on, parts


@dataclass(frozen=True)
class BellRung(journal.Fact):
    type: ClassVar[str] = "test.bell_rung"


LOOK = """
import json, django
django.setup()
from django.test import Client
from django.urls import get_resolver
from commonweal.kernel import journal
from commonweal.kernel.capability import capabilities, sections
from commonweal.site.api import api
from commonweal.site.urls import urlpatterns
listening = [name for table in (journal._reactions, journal._readers) for rows in table.values() for name, _ in rows]
print(json.dumps({
    "on": [config.key for config in capabilities()],
    "pages": [str(each.pattern) for each in urlpatterns],
    "paths": list(api.get_openapi_schema()["paths"]),
    "sections": list(sections()),
    "listening": listening,
}))
"""


def place_without(off: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "commonweal.site.settings.test",
            "COMMONWEAL_CAPABILITIES_OFF": off,
            "PYTHONPATH": str(PACKAGE.parent),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_every_capability_folder_is_found_lower_floors_first():
    found = installed_apps()
    assert {"commonweal.kernel", "commonweal.ground.areas", "commonweal.blocks.forms"} <= set(found)
    floors = [FLOORS.index(name.split(".")[1]) for name in found]
    assert floors == sorted(floors)


def test_labels_tell_the_room_and_are_unique():
    labels = [config.label for config in capabilities()]
    assert len(labels) == len(set(labels))
    assert "blocks_forms" in labels


def test_a_capability_that_the_place_switched_off_is_gone_from_pages_api_definitions_and_events():
    found = place_without("blocks.messages")
    assert "blocks.messages" not in found["on"]
    assert "messages/" not in found["pages"]
    assert not [path for path in found["paths"] if path.startswith("/api/messages/")]
    assert "messages" not in found["sections"]
    assert "blocks.messages" not in found["listening"]
    assert "cases" in " ".join(found["paths"])


def test_with_everything_on_it_is_there():
    found = place_without("")
    assert "blocks.messages" in found["on"]
    assert "messages/" in found["pages"]
    assert [path for path in found["paths"] if path.startswith("/api/messages/")]
    assert "messages" in found["sections"]


@pytest.fixture
def organisation(db):
    forget_switches()
    yield make_organisation()
    forget_switches()


def off_for(organisation, capability: str) -> None:
    switch_capability(organisation=str(organisation.pk), capability=capability, on=False, acting=SYSTEM)
    forget_switches()


def test_an_organisation_switches_a_capability_off_for_itself_alone(organisation):
    other = make_organisation()
    off_for(organisation, "blocks.messages")
    assert not is_on("blocks.messages", str(organisation.pk))
    assert is_on("blocks.messages", str(other.pk))
    assert is_on("blocks.messages")


def test_what_the_place_switched_off_no_organisation_has_on(organisation, settings):
    settings.CAPABILITIES_OFF = frozenset({"blocks.messages"})
    assert not is_on("blocks.messages", str(organisation.pk))
    assert "blocks.messages" not in [config.key for config, _ in parts("rest")]


def test_events_of_an_organisation_do_not_reach_a_capability_that_it_switched_off(organisation, monkeypatch):
    heard = []
    reactions = [("blocks.messages", lambda entry: heard.append(entry.organisation))]
    monkeypatch.setitem(journal._reactions, BellRung.type, reactions)
    other = make_organisation()
    off_for(organisation, "blocks.messages")
    for row in (organisation, other):
        with transaction.atomic():
            journal.record(BellRung(), acting=SYSTEM, object="bell:1", organisation=str(row.pk))
    assert heard == [str(other.pk)]


def test_a_definition_may_not_say_what_its_organisation_switched_off(organisation):
    from commonweal.services.definitions.language.vocabulary import strange_keys
    from commonweal.services.definitions.versions.store import switched_off

    off_for(organisation, "blocks.messages")
    off = switched_off(str(organisation.pk))
    found = list(strange_keys({"messages": {}, "title": {}}, off))
    assert [finding.code for finding in found] == ["section-off"]
    assert "switched off by this organisation" in found[0].message
