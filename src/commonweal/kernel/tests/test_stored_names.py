"""What was stored or queued under a former name is found under the present one."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from commonweal.ground.organisations import api as organisations
from commonweal.ground.organisations.models import CapabilitySwitch
from commonweal.ground.organisations.testing import make_organisation
from commonweal.kernel import clock, journal, tasks, worker
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.capability import is_on, owner_of
from commonweal.kernel.models import ScheduledRun
from commonweal.kernel.problems import Invalid
from commonweal.kernel.stored_names import find

DUE = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
did: list[str] = []


class NoteTaken(journal.Fact):
    type: ClassVar[str] = "test.note_taken"


@tasks.task()
def take_note(what: str) -> None:
    did.append(what)


@tasks.task()
def tidy_notes() -> None:
    did.append("tidied")


def read_note(entry: journal.Entry) -> None:
    did.append(entry.type)


@pytest.fixture(autouse=True)
def _moved(monkeypatch, settings):
    """Functions that are in `kernel.notes` today; `kernel` was called `kernel.former` and `write_note` was renamed."""
    did.clear()
    settings.RENAMED_CAPABILITIES = {"floor.notices": "kernel", "services.letters": "services.casework"}
    settings.RENAMED_FUNCTIONS = {"kernel.write_note": "take_note"}
    monkeypatch.setattr(tasks, "TASKS", {"commonweal.kernel.notes.take_note": take_note})
    monkeypatch.setattr(journal, "_name", lambda function: f"commonweal.kernel.notes.{function.__name__}")
    monkeypatch.setitem(journal._readers, NoteTaken.type, [("kernel", read_note)])
    monkeypatch.setattr(journal, "_urgency", {"commonweal.kernel.notes.read_note": tasks.URGENT})


FORMER = {
    "as it is called today": "commonweal.kernel.notes.take_note",
    "in another module": "commonweal.kernel.tasks.take_note",
    "in a module one folder down": "commonweal.kernel.actions.notes.take_note",
    "in a capability that had another name": "commonweal.floor.notices.tasks.take_note",
    "under another name of its own": "commonweal.kernel.notes.write_note",
    "under another name in a capability that had another name": "commonweal.floor.notices.tasks.write_note",
}


@pytest.mark.django_db
@pytest.mark.parametrize("path", FORMER.values(), ids=FORMER)
def test_a_task_that_was_queued_under_a_former_name_runs(path):
    take_note.enqueue("a")
    DBTaskResult.objects.update(task_path=path)
    assert worker.run_all() == 1
    assert did == ["a"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["commonweal.blocks.search.tasks.take_note", "elsewhere.notes.take_note", "commonweal.kernel.notes.note", ""],
)
def test_a_task_of_another_capability_or_another_name_is_not_taken_for_it(path):
    take_note.enqueue("a")
    DBTaskResult.objects.update(task_path=path)
    worker.run_all()
    assert did == []
    assert [each.error for each in tasks.dead_letters()] == ["builtins.LookupError"]


@pytest.mark.django_db
def test_a_reader_that_was_queued_under_a_former_name_is_told_and_with_its_urgency():
    with transaction.atomic():
        entry = journal.record(NoteTaken(), acting=SYSTEM, object="note:1")
    DBTaskResult.objects.all().delete()
    journal._tell_later(entry.id, ["commonweal.floor.notices.handlers.read_note"])
    assert DBTaskResult.objects.get().priority == tasks.URGENT
    journal.tell_readers.func(entry.id, ["commonweal.floor.notices.handlers.read_note", "commonweal.blocks.gone.read"])
    assert did == [NoteTaken.type]


@pytest.mark.django_db
def test_a_scheduled_task_that_moved_does_not_run_before_its_time(monkeypatch):
    name = "commonweal.kernel.notes.tidy_notes"
    monkeypatch.setattr(worker, "SCHEDULES", {name: tasks.Schedule(name, timedelta(days=1), tidy_notes)})
    ScheduledRun.objects.create(name="commonweal.floor.notices.tasks.tidy_notes", last_at=DUE)
    started = []
    for hours in (23, 25, 26):
        with clock.standing_at(DUE + timedelta(hours=hours)):
            started.append(worker.start_scheduled())
    assert started == [0, 1, 0]


def test_a_former_name_never_hides_what_has_this_name_today():
    known = {"commonweal.kernel.notes.write_note": 1, "commonweal.kernel.notes.take_note": 2}
    assert find("commonweal.kernel.notes.write_note", known) == 1


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("commonweal.blocks.forms.actions.scan_upload.scan_unscanned", "blocks.forms"),
        ("commonweal.desk.tasks.send", "desk"),
        ("commonweal.blocks.gone.tasks.send", ""),
        ("commonweal.blocks.forms", ""),
        ("send", ""),
    ],
)
def test_a_dotted_name_belongs_to_the_capability_in_whose_folder_it_is(path, key):
    assert owner_of(path) == key


@pytest.fixture
def charity(db):
    organisations.forget_switches()
    row = make_organisation()
    CapabilitySwitch.objects.create(organisation=row, capability="services.letters", on=False)
    yield str(row.pk)
    organisations.forget_switches()


def test_what_an_organisation_switched_off_under_a_former_name_stays_off(charity):
    assert not is_on("services.casework", charity)


def test_it_can_be_switched_on_under_its_present_name_although_it_is_essential_now(charity):
    shown = [card.key for card in organisations.switches_of(charity, acting=SYSTEM) if not card.on]
    assert shown == ["services.casework"]
    organisations.switch_capability(organisation=charity, capability="services.casework", on=True, acting=SYSTEM)
    organisations.forget_switches()
    assert is_on("services.casework", charity)
    assert "services.casework" not in [card.key for card in organisations.switches_of(charity, acting=SYSTEM)]
    with pytest.raises(Invalid):
        organisations.switch_capability(organisation=charity, capability="services.casework", on=False, acting=SYSTEM)


def test_another_organisation_has_nothing_essential_to_switch(charity):
    other = str(make_organisation().pk)
    assert "services.casework" not in [card.key for card in organisations.switches_of(other, acting=SYSTEM)]
