"""The journal keeps what is recorded, passes it to its readers, and cannot be changed."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from commonweal.kernel import guards, journal, journal_check, journal_digest, sensitive, tasks, worker
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.models import JournalEntry, SubjectKey
from commonweal.kernel.worker import run_all

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class LampMended(journal.Fact):
    type: ClassVar[str] = "test.lamp_mended"
    personal: ClassVar[frozenset[str]] = frozenset({"reporter"})
    lamp: str
    reporter: str | None = None


@pytest.fixture
def entry():
    with transaction.atomic():
        return journal.record(
            LampMended(lamp="L7", reporter="Ann"), acting=SYSTEM, object="lamp:L7", subject="person:1"
        )


def test_an_entry_reads_back_as_the_fact_that_was_recorded(entry):
    assert journal.read(entry.id).fact == LampMended(lamp="L7", reporter="Ann")


def test_personal_fields_do_not_stand_in_the_table_in_plain(entry):
    row = JournalEntry.objects.get(entry=entry.id)
    assert "Ann" not in str(row.facts) + row.personal


def test_destroying_the_key_of_the_subject_shreds_the_personal_part_and_keeps_the_digest_valid(entry):
    sensitive.shred("person:1")
    read = journal.read(entry.id)
    assert (read.facts, read.shredded) == ({"lamp": "L7"}, True)
    assert journal_digest.verify(JournalEntry.objects.get(entry=entry.id))


def test_a_changed_entry_no_longer_fits_its_digest(entry):
    row = JournalEntry.objects.get(entry=entry.id)
    row.facts = {"lamp": "L8"}
    assert not journal_digest.verify(row)


# Another value for each kind of column.
OTHER = {"DateTimeField": datetime(2001, 1, 1, tzinfo=UTC), "UUIDField": uuid4(), "JSONField": {"x": 1}}
COVERED = [field for field in JournalEntry._meta.concrete_fields if field.name not in {"id", "digest"}]


@pytest.mark.parametrize("field", COVERED, ids=lambda field: field.name)
def test_the_digest_covers_every_field(entry, field):
    row = JournalEntry.objects.get(entry=entry.id)
    assert journal_digest.verify(row)
    setattr(row, field.name, OTHER.get(field.get_internal_type(), "something else"))
    assert not journal_digest.verify(row)


def test_the_canonical_form_names_every_field_and_its_own_version(entry):
    row = JournalEntry.objects.get(entry=entry.id)
    assert set(json.loads(journal_digest.canonical(row))) == {"form", *(field.name for field in COVERED)}


def test_what_an_officer_does_to_a_resident_is_sealed_with_the_residents_key():
    officer, resident = "person:00000000-0000-0000-0000-00000000000a", "person:00000000-0000-0000-0000-00000000000b"
    acting = Acting(officer, organisation=str(uuid4()), roles=frozenset({"officer"}))
    with transaction.atomic():
        recorded = journal.record(
            LampMended(lamp="L7", reporter="Ann"), acting=acting, object="lamp:L7", subject=resident
        )
    assert not SubjectKey.objects.filter(pk=officer).exists()
    sensitive.shred(officer)
    assert journal.read(recorded.id).facts["reporter"] == "Ann"
    sensitive.shred(resident)
    assert journal.read(recorded.id).shredded


def test_without_a_subject_it_is_sealed_with_the_actors_key():
    acting = Acting("person:00000000-0000-0000-0000-00000000000a")
    with transaction.atomic():
        recorded = journal.record(LampMended(lamp="L7", reporter="Ann"), acting=acting, object="lamp:L7")
    assert journal.read(recorded.id).facts["reporter"] == "Ann"
    sensitive.shred(acting.actor)
    assert journal.read(recorded.id).shredded


def test_a_changed_and_a_deleted_entry_are_found(entry):
    with transaction.atomic():
        for lamp in ("L8", "L9"):
            journal.record(LampMended(lamp=lamp), acting=SYSTEM, object=f"lamp:{lamp}")
    assert journal_check.changed_entries(newest=100) == []
    assert journal_check.missing_numbers(newest=100) == 0
    guards.lift()
    JournalEntry.objects.filter(pk=entry.number).update(purpose="something else")
    assert journal_check.changed_entries(newest=100) == [entry.number]
    assert journal_check.changed_entries(newest=2) == []
    JournalEntry.objects.filter(pk=entry.number + 1)._raw_delete("default")
    assert journal_check.missing_numbers(newest=100) == (1 if connection.vendor == "sqlite" else 0)


def test_the_database_refuses_to_update_an_entry(entry):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        JournalEntry.objects.filter(entry=entry.id).update(actor="somebody else")


def test_recording_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError, match="transaction"):
        journal.record(LampMended(lamp="L7"), acting=SYSTEM, object="lamp:L7")


def test_readers_run_after_the_transaction_and_a_failing_one_does_not_stop_the_others(monkeypatch):
    seen = []
    tries = []

    def failing(entry):
        tries.append(entry)
        raise ValueError("no")

    def seen_reader(entry):
        seen.append(entry)

    monkeypatch.setitem(journal._readers, LampMended.type, [("kernel", failing), ("kernel", seen_reader)])
    with transaction.atomic():
        journal.record(LampMended(lamp="L7"), acting=SYSTEM, object="lamp:L7")
    assert not seen
    run_all()
    assert (len(seen), len(tries)) == (1, 2)


def test_reading_many_entries_takes_two_queries(entry, django_assert_num_queries):
    with transaction.atomic():
        for number in range(5):
            journal.record(
                LampMended(lamp="L7", reporter="x"),
                acting=SYSTEM,
                object="lamp:L7",
                subject=f"person:{number}",
            )
    with django_assert_num_queries(2):
        assert len(journal.entries(object="lamp:L7")) == 6


FIRST, SECOND, THIRD = (str(UUID(int=number)) for number in (1, 2, 3))
WORKS_FOR_TWO = Acting(
    actor="person:1",
    organisation=FIRST,
    roles=frozenset({"officer"}),
    memberships={FIRST: frozenset({"officer"}), SECOND: frozenset({"manager", "editor"})},
)


@pytest.mark.parametrize(
    ("acting", "organisation", "role"),
    [
        (WORKS_FOR_TWO, None, "officer"),
        (WORKS_FOR_TWO, FIRST, "officer"),
        (WORKS_FOR_TWO, SECOND, "editor,manager"),
        (WORKS_FOR_TWO.in_organisation(SECOND), None, "editor,manager"),
        (WORKS_FOR_TWO.in_organisation(SECOND), FIRST, "officer"),
        (WORKS_FOR_TWO, THIRD, ""),
        (replace(WORKS_FOR_TWO, organisation=None, roles=frozenset()), SECOND, "editor,manager"),
        (SYSTEM, FIRST, ""),
    ],
)
def test_the_roles_recorded_are_those_held_in_the_organisation_that_it_is_about(acting, organisation, role):
    with transaction.atomic():
        entry = journal.record(LampMended(lamp="L7"), acting=acting, object="lamp:L7", organisation=organisation)
    assert (entry.role, JournalEntry.objects.get(entry=entry.id).role) == (role, role)


def test_urgent_readers_run_first_and_statistics_in_a_task_of_their_own(monkeypatch):
    told = []
    urgent, usual, slow = (lambda entry, name=name: told.append(name) for name in ("urgent", "usual", "slow"))
    urgency = {"urgent": tasks.URGENT, "slow": tasks.BACKGROUND}
    functions = {"urgent": urgent, "usual": usual, "slow": slow}
    monkeypatch.setattr(journal, "_urgency", urgency)
    monkeypatch.setattr(journal, "_listening", lambda table, *_: functions.items() if table is journal._readers else ())
    with transaction.atomic():
        journal.record(LampMended(lamp="L7"), acting=SYSTEM, object="lamp:L7")
    priorities = []
    while (row := worker.claim("one")) is not None:
        priorities.append(row.priority)
        worker.run(row)
    assert told == ["urgent", "usual", "slow"]
    assert priorities == [tasks.URGENT, tasks.NORMAL, tasks.BACKGROUND]


def test_recording_queues_one_task_however_many_readers_there_are(monkeypatch, django_assert_num_queries):
    names = [f"reader {number}" for number in range(5)]
    monkeypatch.setattr(journal, "_urgency", {"reader 0": tasks.URGENT, "reader 4": tasks.BACKGROUND})
    monkeypatch.setattr(
        journal, "_listening", lambda table, *_: [(name, print) for name in names if table is journal._readers]
    )
    with transaction.atomic(), django_assert_num_queries(2):
        journal.record(LampMended(lamp="L7"), acting=SYSTEM, object="lamp:L7")
