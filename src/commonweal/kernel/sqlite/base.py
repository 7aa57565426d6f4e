"""The database backend (`ENGINE = "commonweal.kernel.sqlite"`): Django's own, for connections that are kept."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations

from commonweal.kernel import timeouts

# Django looks for these names in a backend's module.
Database = base.Database  # type: ignore[attr-defined]

# How long anybody waits for another writer, in seconds.
LONGEST_WAIT = 20
# How many characters a UUID takes as Django writes it here.
HEX = 32


@lru_cache(maxsize=4096)
def _uuid(written: str) -> UUID:
    # The same organisation and colleague are in every row of a list.
    return UUID(int=int(written, 16))


class Operations(DatabaseOperations):
    """Django's, but faster for values of which every list holds a hundred: it reads the one format that it writes."""

    def convert_datetimefield_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if isinstance(value, datetime) and value.tzinfo is None and self.connection.timezone is UTC:
            return value.replace(tzinfo=UTC)
        return super().convert_datetimefield_value(value, expression, connection)

    def convert_uuidfield_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if isinstance(value, str) and len(value) == HEX:
            return _uuid(value)
        return super().convert_uuidfield_value(value, expression, connection)


class DatabaseWrapper(base.DatabaseWrapper):
    """A kept connection goes on writing to the file that it opened, even when a backup was put back in its place. It
    is closed between two requests, and between two tasks, as soon as the name leads to another file or to none."""

    ops_class = Operations
    _opened: tuple[int, int] | None = None

    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        # How long to wait for another writer: somebody in front of a page does not wait as long as a worker may.
        return {**parameters, "timeout": min(parameters.get("timeout", LONGEST_WAIT), timeouts.current().lock)}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        opened = super().get_new_connection(conn_params)
        self._opened = self._file()
        return opened

    def close_if_unusable_or_obsolete(self) -> None:
        if self.connection is not None and not self.in_atomic_block and self._file() != self._opened:
            self.close()
            return
        super().close_if_unusable_or_obsolete()

    def _file(self) -> tuple[int, int] | None:
        try:
            found = Path(self.settings_dict["NAME"]).stat()
        except (OSError, TypeError, ValueError):
            # A database in memory has no file.
            return None
        return found.st_dev, found.st_ino
