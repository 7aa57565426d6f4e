"""The journal keeps what it is told, tells its readers, and cannot be changed."""

from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from commonweal.kernel import journal, sensitive
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.models import JournalEntry
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
    assert journal.verify(JournalEntry.objects.get(entry=entry.id))


def test_a_changed_entry_no_longer_fits_its_digest(entry):
    row = JournalEntry.objects.get(entry=entry.id)
    row.facts = {"lamp": "L8"}
    assert not journal.verify(row)


def test_the_database_refuses_to_update_an_entry(entry):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        JournalEntry.objects.filter(entry=entry.id).update(actor="somebody else")


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_postgresql_refuses_to_delete_an_entry(entry):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM kernel_journalentry")


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
