"""The database of an earlier release, with work in its queue, is upgraded and loses nothing.

`recorded/` holds what the release left (`recorder.py` made it). Where a test here fails after something was renamed, what
the database has of it needs a way to its present name: a migration for a model (RenameModel), an entry in
`site/settings/renamed.py` for a capability, a task or a reader.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from commonweal.blocks.cases import api as cases
from commonweal.blocks.messages.models import Message
from commonweal.ground.organisations import api as organisations
from commonweal.ground.organisations.models import Organisation
from commonweal.kernel import clock, guards, journal, remembered, worker
from commonweal.kernel.capability import is_on
from commonweal.kernel.journal_check import changed_entries, missing_numbers
from commonweal.kernel.models import JournalEntry
from commonweal.kernel.stored_names import lasting
from commonweal.kernel.tasks import SCHEDULES, task_named
from commonweal.services.definitions.versions import store
from commonweal.site.health import has_pending_migrations
from tests.upgrade.database import as_it_was, own_database, present_labels, recorded
from tests.upgrade.reading import read

pytestmark = pytest.mark.own_database
TASKS = "django_tasks_database.DBTaskResult"
# More than there are entries.
ALL = 10_000


def forget() -> None:
    """What the process keeps of one database is not that of another."""
    store.forget()
    organisations.forget_switches()
    ContentType.objects.clear_cache()


@pytest.fixture(scope="module")
def upgraded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[SimpleNamespace]:
    """The upgraded database, read before its worker ran and after."""
    folder, was = tmp_path_factory.mktemp("upgrade"), recorded("recorded")
    at = datetime.fromisoformat(was["recorded"])
    strict = override_settings(MEDIA_ROOT=folder / "files", STAFF_MFA_REQUIRED=True, SECOND_FACTOR_MINUTES=60)
    with django_db_blocker.unblock(), own_database(folder), strict, clock.standing_at(at):
        as_it_was(was, folder / "files")
        call_command("migrate", interactive=False, verbosity=0)
        forget()
        counts = {label: rows_of(present) for label, present in present_labels(list(was["rows"])).items()}
        seen = read(was["things"])
        yield SimpleNamespace(was=was, at=at, counts=counts, seen=seen)
    forget()


def was_of(was: Any, now: Any) -> Any:
    """What is read today, without the fields that answers did not have before."""
    if isinstance(was, dict) and isinstance(now, dict):
        return {name: was_of(was[name], now[name]) for name in was if name in now}
    if isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        return [was_of(*pair) for pair in zip(was, now, strict=True)]
    return now


def rows_of(label: str) -> int:
    return apps.get_model(label)._base_manager.count()


def test_every_row_is_in_the_table_of_today(upgraded):
    assert not has_pending_migrations()
    assert upgraded.counts == {label: len(rows) for label, rows in upgraded.was["rows"].items()}
    assert sum(upgraded.counts.values()) > 1_000


@pytest.mark.parametrize("page", recorded("recorded")["read"])
def test_people_and_programs_read_what_they_read_before(upgraded, page):
    assert was_of(upgraded.was["read"][page], upgraded.seen[page]) == upgraded.was["read"][page]


def test_the_journal_is_unchanged_and_still_refuses_changes(upgraded):
    assert changed_entries(newest=ALL) == []
    assert missing_numbers(newest=ALL) == 0
    for change in (lambda rows: rows.update(actor="x"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(JournalEntry.objects.all())


def test_every_trigger_is_that_of_today(upgraded):
    assert list(guards.differences()) == []
    assert remembered.unwatched() == []
    (town,) = Organisation.objects.filter(key="town")
    before = organisations.organisations([str(town.pk)])[str(town.pk)].name
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE ground_organisations_organisation SET name = '{"en": "New Town"}' WHERE key = 'town'"""
        )
    assert organisations.organisations([str(town.pk)])[str(town.pk)].name == {"en": "New Town"} != before
    Organisation.objects.filter(pk=town.pk).update(name=before)


def test_a_capability_stays_switched_off_under_its_present_name(upgraded):
    town, elsewhere = (str(Organisation.objects.get(key=key).pk) for key in ("town", "elsewhere"))
    assert is_on("services.casework", town)
    assert not is_on("services.casework", elsewhere)


def test_what_is_scheduled_does_not_run_before_its_time(upgraded):
    """All of it last ran four minutes before the release was recorded."""
    soon = {name for name, schedule in SCHEDULES.items() if schedule.every <= timedelta(minutes=5)}
    with clock.standing_at(upgraded.at + timedelta(minutes=2)):
        before = {str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)}
        worker.start_scheduled()
    started = DBTaskResult.objects.exclude(pk__in=before)
    assert set(started.values_list("task_path", flat=True)) == soon
    started.delete()


@pytest.mark.parametrize("path", sorted({row["task_path"] for row in recorded("recorded")["rows"][TASKS]}))
def test_every_queued_name_is_that_of_a_task(upgraded, path):
    assert task_named(path) is not None, f"enter what {path} is called now in site/settings/renamed.py"


def test_every_queued_name_is_that_of_a_reader(upgraded):
    told = (row["args_kwargs"]["args"] for row in upgraded.was["rows"][TASKS] if "tell_readers" in row["task_path"])
    queued = {name for _entry, names in told for name in names}
    readers = {lasting(name) for name in journal._urgency}
    assert len(queued) == 3
    assert [name for name in queued if lasting(name) not in readers] == [], "see site/settings/renamed.py"


def subject_of(queued: list[dict[str, Any]], function: str) -> str:
    """The id of what a task of this name is about."""
    return next(row["args_kwargs"]["args"][0] for row in queued if row["task_path"].endswith(f".{function}"))


def test_all_queued_work_is_done(upgraded):
    things, queued = upgraded.was["things"], upgraded.was["rows"][TASKS]
    with clock.standing_at(upgraded.at + timedelta(minutes=1)):
        worker.run_all()
        seen = read(things)
    undone = DBTaskResult.objects.exclude(status="SUCCESSFUL").values_list("task_path", "exception_class_path")
    # There is no scanner here.
    assert [(path.rpartition(".")[2], error.rpartition(".")[2]) for path, error in undone] == [
        ("scan_upload_later", "ScannerAway")
    ]
    assert Message.objects.get(pk=subject_of(queued, "deliver")).state == "sent"
    assert not cases.cards([subject_of(queued, "delete")])
    # Statistics were counted and the applicant got the service's message. Ann and Ben hear of the check of their identity.
    before, after = (figures["manager /api/performance/own"][0] for figures in (upgraded.seen, seen))
    assert (after["opened"] - before["opened"], after["closed"] - before["closed"]) == (1, 2)
    opened = seen["ann /api/journeys/{ready}"]["case"]
    assert [row["subject"][:19] for row in seen["ann /api/messages/"] if row["about"] == f"case:{opened}"] == [
        "We have your report"
    ]
    told = Counter(address.removesuffix("@example.org") for mailed in mail.outbox for address in mailed.recipients())
    managers = {"manager": 1, "stale": 1, "weak": 1}
    assert told == {"ann": 2, "ben": 1, "officer": 1, "secretinvitedoftown": 1} | managers
