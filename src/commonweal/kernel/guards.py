"""Tables whose rows the database itself refuses to change, delete, replace or truncate.

A capability names them in its `immutable.py`:

    IMMUTABLE = [Immutable("kernel_journalentry", words="the journal is append-only", keys=(("id",), ("entry",)))]

The triggers are made after every `migrate` (SQLite forgets them when it rebuilds a table), and `commonweal doctor`
compares what the database has with what is named here: `differences`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import structlog
from django.db import connection
from django.db.backends.utils import CursorWrapper

from commonweal.kernel.capability import parts

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Immutable:
    """A table, and which parts of it are immutable.

    words     what the refusal says
    keys      each set of columns that is unique: no row is put in the place of one that is there
    columns   those that never change; defaults to all
    free      SQL over `OLD`: which rows may still be changed and deleted
    also      SQL over `OLD` and `NEW`: what else may not be done to a row that is not free
    """

    table: str
    words: str
    keys: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...] = ()
    free: str = ""
    also: str = ""

    def changed(self, different: str) -> str:
        """SQL over `OLD` and `NEW`: whether an update is refused; `different` is the database's word for it."""
        named = [f"NEW.{name} {different} OLD.{name}" for name in self.columns] or ["TRUE"]
        changes = " OR ".join([*named, f"({self.also})"] if self.also else named)
        return f"NOT ({self.free}) AND ({changes})" if self.free else changes


def immutable() -> list[Immutable]:
    """What all capabilities name."""
    return [one for _config, module in parts("immutable") for one in module.IMMUTABLE]


Triggers = Mapping[str, str]


def _on_sqlite(guard: Immutable) -> Triggers:
    table, refuse = guard.table, f"BEGIN SELECT RAISE(ABORT, '{guard.words}'); END"
    free_row = f" AND NOT ({guard.free.replace('OLD.', f'{table}.')})" if guard.free else ""
    same = " OR ".join("(" + " AND ".join(f"{table}.{name} = NEW.{name}" for name in key) + ")" for key in guard.keys)
    conditions = {
        "update": f"WHEN {guard.changed('IS NOT')}",
        "delete": f"WHEN NOT ({guard.free})" if guard.free else "",
        # REPLACE and UPSERT are known by the row that is there already: their deletions fire no trigger in programs
        # that do not ask for it.
        "insert": f"WHEN EXISTS (SELECT 1 FROM {table} WHERE ({same}){free_row})",  # noqa: S608 - our own names
    }
    return {
        f"{table}_{event}_refused": " ".join(
            f'CREATE TRIGGER {table}_{event}_refused BEFORE {event.upper()} ON "{table}" {condition} {refuse}'.split()
        )
        for event, condition in conditions.items()
    }


def _function(guard: Immutable) -> str:
    return f"""
BEGIN
    IF TG_OP = 'DELETE' AND ({guard.free or "FALSE"}) THEN RETURN OLD; END IF;
    IF TG_OP = 'UPDATE' AND NOT ({guard.changed("IS DISTINCT FROM")}) THEN RETURN NEW; END IF;
    RAISE EXCEPTION '{guard.words}';
END;
"""


def _on_postgresql(guard: Immutable) -> Triggers:
    table = guard.table
    run = f"EXECUTE FUNCTION {table}_refuses()"
    # As PostgreSQL itself writes it down.
    return {
        f"{table}_change_refused": f"CREATE TRIGGER {table}_change_refused BEFORE DELETE OR UPDATE ON public.{table} "
        f"FOR EACH ROW {run}",
        f"{table}_truncate_refused": f"CREATE TRIGGER {table}_truncate_refused BEFORE TRUNCATE ON public.{table} "
        f"FOR EACH STATEMENT {run}",
    }


def wanted(guard: Immutable) -> Triggers:
    """The triggers of a table by name, with the statement that makes each."""
    return _on_postgresql(guard) if connection.vendor == "postgresql" else _on_sqlite(guard)


def _present(cursor: CursorWrapper, guard: Immutable) -> Triggers:
    """The triggers that the table has, as the database writes them down; on PostgreSQL only those that always fire."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [guard.table])
    else:
        cursor.execute(
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal AND tgenabled = 'A'",
            [guard.table],
        )
    return dict(cursor.fetchall())


def _body(cursor: CursorWrapper, guard: Immutable) -> str | None:
    cursor.execute("SELECT prosrc FROM pg_proc WHERE oid = to_regproc(%s)", [f"{guard.table}_refuses"])
    found = cursor.fetchone()
    return found[0] if found else None


def differences(guards: list[Immutable] | None = None) -> Iterator[str]:
    """The names of triggers and functions that are missing, switched off, or not what they must be."""
    with connection.cursor() as cursor:
        for guard in immutable() if guards is None else guards:
            present = _present(cursor, guard)
            yield from (name for name, statement in wanted(guard).items() if present.get(name) != statement)
            if connection.vendor == "postgresql" and _body(cursor, guard) != _function(guard):
                yield f"{guard.table}_refuses"


def install(using: str = "default", **_: object) -> None:
    """Make what is missing or different (after `migrate`). On a table that has rows already that is worth a line in the
    log: somebody may have taken it away."""
    if using != "default":
        return
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in immutable():
            if guard.table not in tables or not (missing := list(differences([guard]))):
                continue
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {guard.table})")  # noqa: S608 - our own name
            if cursor.fetchone()[0]:
                log.warning("guard_made_again", table=guard.table, triggers=missing)
            for statement in _making(guard):
                cursor.execute(statement)


def _making(guard: Immutable) -> Iterator[str]:
    postgresql = connection.vendor == "postgresql"
    if postgresql:
        function = f"CREATE OR REPLACE FUNCTION {guard.table}_refuses() RETURNS trigger"
        yield f"{function} AS $${_function(guard)}$$ LANGUAGE plpgsql"
    for name, statement in wanted(guard).items():
        yield _dropping(guard, name)
        yield statement
        if postgresql:
            # Also for a session that declares itself a replication replay.
            yield f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {name}"


def lift() -> None:
    """Take all guards away, for a suite that empties its tables between two tests. Never called in a place."""
    with connection.cursor() as cursor:
        for guard in immutable():
            for name in wanted(guard):
                cursor.execute(_dropping(guard, name))


def _dropping(guard: Immutable, name: str) -> str:
    return f"DROP TRIGGER IF EXISTS {name}" + (f" ON {guard.table}" if connection.vendor == "postgresql" else "")
