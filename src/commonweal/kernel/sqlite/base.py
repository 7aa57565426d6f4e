"""The database backend (`ENGINE = "commonweal.kernel.sqlite"`): Django's own, for connections that are kept."""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from commonweal.kernel import timeouts

# Django looks for these names in a backend's module.
Database = base.Database  # type: ignore[attr-defined]

# How long anybody waits for another writer, in seconds.
LONGEST_WAIT = 20


class DatabaseWrapper(base.DatabaseWrapper):
    """A kept connection goes on writing to the file that it opened, even when a backup was put back in its place. It
    is closed between two requests, and between two tasks, as soon as the name leads to another file or to none."""

    _opened: tuple[int, int] | None = None

    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        # How long to wait for another writer: somebody in front of a page does not wait as long as a worker may.
        return {**parameters, "timeout": min(parameters.get("timeout", LONGEST_WAIT), timeouts.current().lock)}

    def get_new_connection(self, conn_params: dict[str, object]) -> object:
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
