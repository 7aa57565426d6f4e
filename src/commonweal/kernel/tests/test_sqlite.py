"""A kept connection to a file that was replaced is given up; all others are kept."""

import sqlite3
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from commonweal.kernel.sqlite.base import DatabaseWrapper


def made(path: Path, word: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE word (word TEXT)")
        connection.execute("INSERT INTO word VALUES (?)", [word])
    connection.close()


@pytest.fixture
def kept(db: None, tmp_path: Path) -> DatabaseWrapper:
    made(tmp_path / "place.sqlite3", "old")
    settings = {**connections[DEFAULT_DB_ALIAS].settings_dict, "NAME": str(tmp_path / "place.sqlite3"), "OPTIONS": {}}
    return DatabaseWrapper({**settings, "CONN_MAX_AGE": 300}, alias="kept")


def word(connection: DatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        return str(cursor.execute("SELECT word FROM word").fetchone()[0])


def test_a_replaced_file_is_opened_anew(kept, tmp_path):
    assert word(kept) == "old"
    first = kept.connection
    kept.close_if_unusable_or_obsolete()
    assert kept.connection is first
    made(tmp_path / "new.sqlite3", "new")
    (tmp_path / "new.sqlite3").replace(tmp_path / "place.sqlite3")
    assert word(kept) == "old"
    kept.close_if_unusable_or_obsolete()
    assert kept.connection is None
    assert word(kept) == "new"
    kept.close()


def test_a_file_that_is_gone_is_not_written_to_any_more(kept, tmp_path):
    assert word(kept) == "old"
    (tmp_path / "place.sqlite3").unlink()
    kept.close_if_unusable_or_obsolete()
    assert kept.connection is None


def test_a_database_in_memory_is_kept(kept):
    kept.settings_dict["NAME"] = ":memory:"
    kept.ensure_connection()
    kept.close_if_unusable_or_obsolete()
    assert kept.connection is not None
    kept.close()
