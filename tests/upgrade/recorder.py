"""Records the database of a release, for the test that upgrades it: not run with the suite.

`recorder.py` and `reading.py` are copied into `tests/upgrade/` of a checkout of the release, and run on both databases:

    RECORD_TO=/somewhere pytest tests/upgrade/recorder.py

This writes `recorded.json` (the rows of every table, the files, and what people read of them, made from the release's own
world of two organisations) and the triggers of the database that it ran on. Every task that the release knows is queued,
each with arguments of that world.
"""

import base64
import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commonweal.ground.identity.letters import letter, post
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.models import Case, CaseClock
from commonweal.blocks.messages import api as messages
from commonweal.blocks.messages.models import ConfirmedAddress
from commonweal.ground.identity.actions.presence import show_presence
from commonweal.ground.identity.events import AssuranceRaised
from commonweal.ground.identity.models import Correction
from commonweal.ground.organisations.api import switch_capability
from commonweal.ground.organisations.models import Invitation, Membership
from commonweal.kernel import clock, journal, worker
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.models import Repeatable, ScheduledRun
from commonweal.kernel.tasks import SCHEDULES, TASKS
from commonweal.services.definitions.models import Version
from commonweal.services.journeys import api as journeys
from tests.isolation import world as world_of_the_walk
from tests.isolation.world import TOWN, World, build
from tests.upgrade.reading import read

FOLDER = Path(os.environ["RECORD_TO"])
# What is made anew by every `migrate`, or ends within hours.
LEFT_OUT = {"sessions.Session", "contenttypes.ContentType", "auth.Permission", "kernel.Worker", "kernel.Window"}
FUNCTIONS = (
    "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
    "AND prorettype = 'trigger'::regtype ORDER BY proname"
)
TRIGGERS = {
    "sqlite": ["SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"],
    "postgresql": [
        FUNCTIONS,
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
        "SELECT format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', tgrelid::regclass, tgname) FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgenabled = 'A' ORDER BY tgname",
    ],
}
# Queued by what happens, not by us.
HAPPENS = {"send_letter", "tell_readers"}


class Exact(DjangoJSONEncoder):
    """Moments with their microseconds, which the digests of the journal cover."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


@pytest.mark.django_db
def test_record(tmp_path, monkeypatch):
    monkeypatch.setattr(world_of_the_walk, "scopes", lambda: ["cases:read", "forms:read"])
    strict = override_settings(MEDIA_ROOT=tmp_path / "files", STAFF_MFA_REQUIRED=True, SECOND_FACTOR_MINUTES=60)
    with strict:
        world = build(tmp_path / "place")
        worker.run_all()
        DBTaskResult.objects.all().delete()
        fill(world)
        queue_everything(world)
        rows = rows_of_every_table()
        found = {
            "recorded": clock.now(),
            "targets": sorted(MigrationLoader(connection).graph.leaf_nodes()),
            "things": world.sides[TOWN].things,
            "read": read(world.sides[TOWN].things),
            "files": files(),
            "rows": rows,
        }
    if connection.vendor == "sqlite":
        write("recorded.json", found)
    write(f"triggers_{connection.vendor}.json", triggers())


def fill(world: World) -> None:
    """What nobody plants and a place has."""
    side = world.sides[TOWN]
    switch_capability(
        organisation=world.organisation_id(world.sides["elsewhere"]),
        capability="services.notices",
        on=False,
        acting=SYSTEM,
    )
    cases.link_cases(case=side.things["case"], other=side.things["other_case"], acting=world.staff(side, "officer"))
    messages.choose_channel(channel="email", wanted=True, acting=world.acting("ann"))
    ConfirmedAddress.objects.create(about=f"case:{side.things['case']}", digest="0" * 40, at=clock.now())
    show_presence(acting=world.acting("ben"))
    Repeatable.objects.create(key="key:1", fingerprint="0" * 64, result={"status": 201})


def queue_everything(world: World) -> None:
    """One of every task, with what it needs of the world. A case of the guest's is the one that is deleted."""
    side = world.sides[TOWN]
    case, doomed = side.things["case"], world.sides["guest"].things["other_case"]
    ends = CaseClock.objects.filter(case_id=case).values_list("key", flat=True)[0]
    signed_in = {"ip": "192.0.2.1", "user_agent": "A phone", "timestamp": clock.now()}
    post(letter("account/email/password_changed", "ann@example.org", signed_in))
    # Each of the three readers hears of something.
    journeys.submit_journey(journey=side.things["ready"], acting=world.acting("ann"))
    for closed in (case, doomed):
        cases.transition(case=closed, transition="collect", acting=world.staff(side, "officer"))
    Case.objects.filter(pk=doomed).update(delete_at=clock.now() - timedelta(days=1))
    for name in ("ann", "ben"):
        who = world.people[name].ref
        checked = AssuranceRaised(level="medium", method="counter", documents=["passport"])
        journal.record(checked, acting=world.staff(side, "agent"), object=who, subject=who)
    arguments: dict[str, tuple[Any, ...]] = {
        "delete": (doomed,),
        "end_clock": (side.things["other_case"], ends),
        "warn_of_clock": (side.things["other_case"], ends),
        "scan_upload_later": (side.things["upload_id"],),
        "deliver": (message(world),),
        "tell_managers": (str(Correction.objects.all()[0].pk),),
        "send_invitation": (str(Invitation.objects.all()[0].pk), "cy"),
        "tell_of_replacement": (str(Membership.objects.filter(organisation__key=TOWN)[0].pk), False),
        "publish_when_due": (str(Version.objects.filter(status="draft")[0].pk),),
    }
    for path, task in TASKS.items():
        name = path.rpartition(".")[2]
        if path.startswith("commonweal.") and ".tests." not in path and name not in HAPPENS:
            task.enqueue(*arguments.get(name, ()))
    for name in SCHEDULES:
        ScheduledRun.objects.create(name=name, last_at=clock.now() - timedelta(minutes=4))


def message(world: World) -> str:
    """The id of a message that waits."""
    return str(
        messages.write_message(
            key="upgrade",
            recipient=world.people["ann"].ref,
            email="ann@example.org",
            channels=["email"],
            subject="About your bin",
            body="We come back.",
            language="en",
            organisation=world.organisation_id(world.sides[TOWN]),
            acting=SYSTEM,
        )[0].pk
    )


def rows_of_every_table() -> dict[str, list[dict[str, Any]]]:
    """The rows by model."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT:
            serialized = serializers.serialize("python", model._base_manager.order_by("pk"))
            found[model._meta.label] = [{"pk": row["pk"], **row["fields"]} for row in serialized]
    return found


def files() -> dict[str, str]:
    """The content of each file that was sent, by its path."""
    paths = (path for path in sorted(settings.MEDIA_ROOT.rglob("*")) if path.is_file())
    return {str(path.relative_to(settings.MEDIA_ROOT)): base64.b64encode(path.read_bytes()).decode() for path in paths}


def triggers() -> list[str]:
    """The statements that make the triggers."""
    found = []
    with connection.cursor() as cursor:
        for query in TRIGGERS[connection.vendor]:
            cursor.execute(query)
            found += [row[0] for row in cursor.fetchall()]
    return found


def write(name: str, found: Any) -> None:
    text = json.dumps(found, cls=Exact, ensure_ascii=False, separators=(",", ":"))
    # A row a line, so that a difference can be read.
    (FOLDER / name).write_text(text.replace("},{", "},\n{") + "\n", "utf-8")
