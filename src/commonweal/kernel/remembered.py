"""What every page reads and nobody changes for days: kept in each process until a trigger says that it changed.

    @remembered(Organisation)
    def _cards() -> Mapping[str, OrganisationCard]:
        return {…}                                   # asked again only after that table was changed

Each change of a model's table, by whatever program or transaction, gives the table a new random stamp (a trigger does
it, in the changing transaction). A reader compares stamps: one small statement, and one for a whole request that only
reads. Where the stamp is not there yet, nothing is kept. The value is shared: nobody may change it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar
from uuid import uuid4

from django.db import connection
from django.db.models import Model

T = TypeVar("T")
WATCHED: set[str] = set()
Stamps = Mapping[str, str]
# The stamps of a request that only reads: None outside such a request, empty until they are first asked for.
_seen: ContextVar[dict[str, str] | None] = ContextVar("stamps", default=None)


class Remembered(Generic[T]):
    """A function without arguments whose value is kept as long as its tables keep their stamps."""

    def __init__(self, read: Callable[[], T], tables: tuple[str, ...]) -> None:
        self.read, self.tables = read, tables
        self._kept: tuple[tuple[str, ...], T] | None = None

    def __call__(self) -> T:
        stamps = _stamps()
        if any(table not in stamps for table in self.tables):
            return self.read()
        # The stamps were read before the value: whoever changes the tables in between is noticed the next time.
        now = tuple(stamps[table] for table in self.tables)
        kept = self._kept
        if kept is None or kept[0] != now:
            self._kept = kept = (now, self.read())
        return kept[1]


def remembered(*models: type[Model]) -> Callable[[Callable[[], T]], Remembered[T]]:
    """Decorator: keep the value until the table of one of these models is changed."""
    tables = tuple(model._meta.db_table for model in models)
    WATCHED.update(tables)
    return lambda read: Remembered(read, tables)


@contextmanager
def only_reading() -> Iterator[None]:
    """A stretch of work that changes nothing that is remembered, such as answering GET: stamps are read once in it."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def _stamps() -> Stamps:
    seen = _seen.get()
    if seen:
        return seen
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, stamp FROM kernel_stamp")
        found = dict(cursor.fetchall())
    if seen is not None:
        seen.update(found)
    return found


def watch(using: str = "default", **_: Any) -> None:
    """Give every watched table its triggers (after `migrate`: SQLite forgets them when it rebuilds a table)."""
    if using != "default":
        return
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor)) & WATCHED
        for table in sorted(present):
            for statement in _on_postgresql(table) if connection.vendor == "postgresql" else _on_sqlite(table):
                cursor.execute(statement)
            first = "INSERT INTO kernel_stamp (name, stamp) VALUES (%s, %s) ON CONFLICT (name) DO NOTHING"
            cursor.execute(first, [table, str(uuid4())])


def _on_sqlite(table: str) -> Iterator[str]:
    for what in ("insert", "update", "delete"):
        new = f"INSERT INTO kernel_stamp (name, stamp) VALUES ('{table}', hex(randomblob(16)))"  # noqa: S608 - a model's table
        yield (
            f'CREATE TRIGGER IF NOT EXISTS "{table}_{what}_stamp" AFTER {what} ON "{table}" BEGIN '
            f"{new} ON CONFLICT (name) DO UPDATE SET stamp = excluded.stamp; END"
        )


def _on_postgresql(table: str) -> Iterator[str]:
    # The function comes with the table of stamps. Making a trigger locks its table: only where it is missing.
    yield f"""DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = '{table}_stamp') THEN
            CREATE TRIGGER "{table}_stamp" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"
            FOR EACH STATEMENT EXECUTE FUNCTION kernel_new_stamp();
        END IF;
    END $$"""  # noqa: S608 - a model's table
