"""Caches in each process what every page reads and seldom changes, until a trigger reports a change.

    @remembered(Organisation, (Person, "name"))
    def _names() -> Mapping[str, str]:
        return {…}       # asked again after a change of organisations, of a person's name, or the end of a person

Each change of a model's table, by any program or transaction, gives the table a new random version (a trigger does
it, in the changing transaction). A reader compares versions: one small statement, and one for a whole request that only
reads. Nothing is cached while there is no version. The value is shared between callers, so it must not be modified.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar
from uuid import uuid4

from django.db import connection
from django.db.models import Model

T = TypeVar("T")
# A table, and the one column of it that matters or "".
Source = tuple[str, str]
WATCHED: set[Source] = set()
Versions = Mapping[str, str]
# The versions of a request that only reads: None outside such a request, empty until they are first asked for.
_seen: ContextVar[dict[str, str] | None] = ContextVar("versions", default=None)


class Remembered(Generic[T]):
    """A function without arguments whose value is kept as long as its sources keep their versions."""

    def __init__(self, read: Callable[[], T], sources: Iterable[Source]) -> None:
        self.read, self.names = read, tuple(map(_name, sources))
        self._kept: tuple[tuple[str, ...], T] | None = None

    def __call__(self) -> T:
        versions = _versions()
        # The versions were read before the value: a change in between is noticed the next time.
        now = tuple(versions.get(name, "") for name in self.names)
        if not all(now):
            return self.read()
        kept = self._kept
        if kept is None or kept[0] != now:
            self._kept = kept = (now, self.read())
        return kept[1]


def remembered(*sources: type[Model] | tuple[type[Model], str]) -> Callable[[Callable[[], T]], Remembered[T]]:
    """Decorator: keep the value until the table of one of these models is changed. Of a pair (model, field) only a
    changed field and a deleted row count: for tables in which rows are added all day."""
    found = [_source(*one) if isinstance(one, tuple) else _source(one) for one in sources]
    WATCHED.update(found)
    return lambda read: Remembered(read, found)


def _source(model: type[Model], field: str = "") -> Source:
    columns = {one.name: str(one.column) for one in model._meta.concrete_fields}
    return model._meta.db_table, columns[field] if field else ""


def _name(source: Source) -> str:
    return ".".join(part for part in source if part)


@contextmanager
def only_reading() -> Iterator[None]:
    """A stretch of work that changes nothing that is remembered, such as answering GET: versions are read once."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def _versions() -> Versions:
    seen = _seen.get()
    if seen:
        return seen
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, stamp FROM kernel_stamp")
        found = dict(cursor.fetchall())
    if seen is not None:
        seen.update(found)
    return found


def watch(using: str = "default", **_: object) -> None:
    """Give every watched table its triggers (after `migrate`: SQLite forgets them when it rebuilds a table)."""
    if using != "default":
        return
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for source in sorted(WATCHED):
            if source[0] not in present:
                continue
            for statement in _on_postgresql(source) if connection.vendor == "postgresql" else _on_sqlite(source):
                cursor.execute(statement)
            first = "INSERT INTO kernel_stamp (name, stamp) VALUES (%s, %s) ON CONFLICT (name) DO NOTHING"
            cursor.execute(first, [_name(source), str(uuid4())])


def unwatched() -> list[str]:
    """The names of triggers that are missing or switched off: a change of their tables would not be noticed."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%%_stamp'", [])
            present = {row[0] for row in cursor.fetchall()}
            wanted = {f"{_name(source)}_{word}_stamp" for source in WATCHED for word in _events(source)}
        else:
            # Those that fire in every session but one that replays what happened elsewhere, and run our function.
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
                "WHERE tgenabled IN ('O', 'A') AND proname = 'kernel_new_stamp' "
                "AND prosrc LIKE '%%INSERT INTO kernel_stamp%%'",
                [],
            )
            present = {row[0] for row in cursor.fetchall()}
            wanted = {f"{_name(source)}_stamp" for source in WATCHED}
    return sorted(wanted - present)


def _events(source: Source) -> Mapping[str, str]:
    column = source[1]
    if column:
        return {"update": f'UPDATE OF "{column}"', "delete": "DELETE"}
    return {"insert": "INSERT", "update": "UPDATE", "delete": "DELETE"}


def _on_sqlite(source: Source) -> Iterator[str]:
    table = source[0]
    for word, event in _events(source).items():
        new = f"INSERT INTO kernel_stamp (name, stamp) VALUES ('{_name(source)}', hex(randomblob(16)))"  # noqa: S608 - a model's table
        yield (
            f'CREATE TRIGGER IF NOT EXISTS "{_name(source)}_{word}_stamp" AFTER {event} ON "{table}" BEGIN '
            f"{new} ON CONFLICT (name) DO UPDATE SET stamp = excluded.stamp; END"
        )


def _on_postgresql(source: Source) -> Iterator[str]:
    table, column = source
    events = f'UPDATE OF "{column}" OR DELETE' if column else "INSERT OR UPDATE OR DELETE"
    # The function comes with the table of versions. Making a trigger locks its table: only where it is missing or off.
    yield f"""DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = '{_name(source)}_stamp' AND tgenabled IN ('O', 'A')) THEN
            DROP TRIGGER IF EXISTS "{_name(source)}_stamp" ON "{table}";
            CREATE TRIGGER "{_name(source)}_stamp" AFTER {events} OR TRUNCATE ON "{table}"
            FOR EACH STATEMENT EXECUTE FUNCTION kernel_new_stamp('{_name(source)}');
        END IF;
    END $$"""  # noqa: S608 - a model's table
