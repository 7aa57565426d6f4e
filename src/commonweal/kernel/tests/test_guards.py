"""No statement can change, delete, replace or truncate immutable rows, and a missing guard is noticed."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from commonweal.kernel import guards, journal, remembered
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db
# Each capability with an immutable table says here how a row of it comes to be.
MAKERS = {}


def makes(table):
    return lambda make: MAKERS.setdefault(table, make)


@dataclass(frozen=True)
class LampMended(journal.Fact):
    type: ClassVar[str] = "test.lamp_mended"
    lamp: str


@makes("kernel_journalentry")
def entries() -> None:
    with transaction.atomic():
        for lamp in ("L1", "L2", "L3"):
            journal.record(LampMended(lamp=lamp), acting=SYSTEM, object=f"lamp:{lamp}")


@makes("services_definitions_version")
def versions() -> None:
    organisation = apps.get_model("ground_organisations", "Organisation").objects.create(
        key="town", name={"en": "Town"}
    )
    service = apps.get_model("services_definitions", "Service").objects.create(key="town/x", organisation=organisation)
    version = apps.get_model("services_definitions", "Version")
    for number, status in enumerate(("published", "retired", "approved"), 1):
        version.objects.create(
            service=service, number=number, status=status, source="x", hash=f"sha256:{number}", document={}, author="a"
        )


TABLES = sorted(MAKERS)
by_table = pytest.mark.parametrize("table", TABLES)


def guard_of(table: str) -> guards.Immutable:
    return next(one for one in guards.immutable() if one.table == table)


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def content(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return [tuple(map(str, row)) for row in cursor.fetchall()]


def attempts(table: str) -> dict[str, str]:
    """Every way to change the rows of a table that each database knows; all of them with rows as they are there."""
    names = columns(table)
    quoted = ", ".join(f'"{name}"' for name in names)
    never = guard_of(table).columns or names
    other = {"uuid": "gen_random_uuid()", "integer": "4711", "bigint": "4711", "jsonb": "'{\"x\": 1}'"}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table]
            )
            types = dict(cursor.fetchall())
        else:
            types = {}
    found = {}
    for name in never:
        kind = types.get(name, "text")
        new = "now() + interval '1 day'" if kind.startswith("timestamp") else other.get(kind, "'4711'")
        found[f"update of {name}"] = f'UPDATE {table} SET "{name}" = {new}'
    same = f"INSERT INTO {table} ({quoted}) SELECT {quoted} FROM {table}"
    found |= {
        "delete": f"DELETE FROM {table}",
        "delete one": f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})"
        if types.get("id") != "uuid"
        else f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} LIMIT 1)",
    }
    for key in guard_of(table).keys:
        target = ", ".join(key)
        set_ = ", ".join(f'"{name}" = {"NULL" if name == "document" else "excluded." + name}' for name in never)
        # On SQLite `WHERE true` keeps the grammar clear.
        found[f"upsert by {target}"] = f"{same} WHERE true ON CONFLICT ({target}) DO UPDATE SET {set_}"
    if connection.vendor == "postgresql":
        found |= {
            "truncate": f"TRUNCATE {table} CASCADE",
            "truncate in a session that replays": f"SET LOCAL session_replication_role = replica; TRUNCATE {table} CASCADE",
            "delete in a session that replays": f"SET LOCAL session_replication_role = replica; DELETE FROM {table}",
        }
        return found
    for word in ("REPLACE", "INSERT OR REPLACE"):
        found[word.lower()] = same.replace("INSERT", word, 1)
        for key in guard_of(table).keys:
            # In the place of one that is there, by one of its keys alone, all else new.
            new = {"id": "4711", "entry": "'4711'", "number": "4711"}
            values = ", ".join(f'"{name}"' if name in key else new.get(name, f'"{name}"') for name in names)
            found[f"{word.lower()} by {', '.join(key)}"] = (
                f"{word} INTO {table} ({quoted}) SELECT {values} FROM {table}"
            )
    found["update or replace"] = f"UPDATE OR REPLACE {table} SET id = (SELECT min(id) FROM {table})"
    return found


def tried(statement: str) -> bool:
    """Whether the database let it happen (and not a mistake in the statement)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        refused = str(error)
    else:
        return True
    assert any(guard.words in refused for guard in guards.immutable()), f"{statement}: {refused}"
    return False


def test_every_table_that_is_for_good_is_tried_here():
    assert {one.table for one in guards.immutable()} == set(MAKERS)


@by_table
@pytest.mark.parametrize("recursive", [True, False])
def test_no_statement_changes_immutable_rows(table, recursive):
    MAKERS[table]()
    before = content(table)
    assert len(before) == 3
    connection.check_constraints()  # what is put off to the end of the transaction would keep TRUNCATE away by itself
    if connection.vendor == "sqlite":
        # Another program that opens the file has other pragmas.
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA recursive_triggers = {'ON' if recursive else 'OFF'}")
    succeeded = [what for what, statement in attempts(table).items() if tried(statement)]
    assert succeeded == []
    assert content(table) == before


def test_a_draft_may_be_rewritten_and_thrown_away():
    versions()
    version = apps.get_model("services_definitions", "Version")
    approved = version.objects.get(number=3)
    draft = version.objects.create(service=approved.service, number=4, status="draft", source="x", author="a")
    version.objects.filter(pk=draft.pk).update(source="y", hash="sha256:4")
    version.objects.filter(pk=approved.pk).update(status="published", note="now")
    assert version.objects.filter(pk=draft.pk).delete()[0] == 1


def test_emptying_the_place_is_refused(monkeypatch):
    """`manage flush` would take the journal with it. (The suite's own way to empty tables is put aside here.)"""
    entries()
    monkeypatch.setattr(guards, "lift", lambda: None)
    with pytest.raises(Exception, match=r"append-only|couldn't be flushed"), transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)
    assert JournalEntry.objects.count() == 3


def on_table(table: str) -> str:
    return f" ON {table}" if connection.vendor == "postgresql" else ""


@by_table
def test_each_missing_trigger_is_noticed_and_made_again(table):
    guard = guard_of(table)
    for name in guards.wanted(guard):
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}{on_table(table)}")
        assert list(guards.differences()) == [name]
        guards.install()
        assert list(guards.differences()) == []


@by_table
def test_a_trigger_that_was_replaced_by_a_harmless_one_is_noticed(table):
    guard = guard_of(table)
    for name, statement in guards.wanted(guard).items():
        if connection.vendor == "postgresql":
            tame = (
                f"CREATE TRIGGER {name} BEFORE UPDATE OF id ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuses()"
            )
        else:
            tame = statement.split(" BEGIN ")[0] + " BEGIN SELECT 1; END"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}{on_table(table)}")
            cursor.execute(tame)
        assert list(guards.differences()) == [name]
        guards.install()
        assert list(guards.differences()) == []


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'")
@by_table
@pytest.mark.parametrize("how", ["DISABLE TRIGGER {name}", "ENABLE TRIGGER {name}", "ENABLE REPLICA TRIGGER {name}"])
def test_a_trigger_that_is_switched_off_is_noticed(table, how):
    for name in guards.wanted(guard_of(table)):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} " + how.format(name=name))
        assert list(guards.differences()) == [name]
        guards.install()
        assert list(guards.differences()) == []


@pytest.mark.postgresql
@pytest.mark.skipif("connection.vendor != 'postgresql'")
@by_table
def test_a_function_with_another_body_is_noticed(table):
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {table}_refuses() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql"
        )
    assert list(guards.differences()) == [f"{table}_refuses"]
    guards.install()
    assert list(guards.differences()) == []


def test_a_missing_trigger_of_a_stamp_is_noticed():
    assert remembered.unwatched() == []
    source = sorted(remembered.WATCHED)[0]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            name = f"{remembered._name(source)}_update_stamp"
            cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            name = f"{remembered._name(source)}_stamp"
            cursor.execute(f'ALTER TABLE "{source[0]}" DISABLE TRIGGER "{name}"')
    assert remembered.unwatched() == [name]
    remembered.watch()
    assert remembered.unwatched() == []
