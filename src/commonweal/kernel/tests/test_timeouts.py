"""Every wait for the database has a limit that fits what the process does."""

import time
from dataclasses import astuple

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from commonweal.kernel import timeouts
from commonweal.kernel.postgresql import base
from commonweal.kernel.sqlite.base import DatabaseWrapper as Sqlite

on_postgresql = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connections[DEFAULT_DB_ALIAS].vendor != "postgresql", reason="says something about PostgreSQL"),
    pytest.mark.django_db,
]


@pytest.fixture(autouse=True)
def _as_before():
    before = timeouts.current()
    yield
    timeouts.use(before)


def another(limits: timeouts.Timeouts):
    """A second connection to the database of the test, made under these limits."""
    timeouts.use(limits)
    return connections[DEFAULT_DB_ALIAS].copy()


def test_pages_have_a_limit_for_everything_and_less_time_than_workers():
    assert all(astuple(timeouts.WEB))
    assert all(astuple(timeouts.WORKER)[:-1])
    assert timeouts.WEB.statement < timeouts.WORKER.statement
    assert timeouts.WEB.lock <= timeouts.WEB.statement < timeouts.WEB.answer
    assert timeouts.WEB.ping + timeouts.WEB.connect <= 1.5


def test_the_limit_of_a_statement_is_a_setting(settings):
    settings.STATEMENT_TIMEOUT = 2
    timeouts.use(timeouts.WEB)
    assert (timeouts.current().statement, timeouts.current().lock, timeouts.current().answer) == (2, 2, 3)


def test_a_page_waits_for_another_writer_as_long_as_its_limit_says():
    wrapper = Sqlite({**connections[DEFAULT_DB_ALIAS].settings_dict, "NAME": "x", "OPTIONS": {}}, alias="x")
    waits = {}
    for name in ("WEB", "WORKER", "COMMAND"):
        timeouts.use(getattr(timeouts, name))
        waits[name] = wrapper.get_connection_params()["timeout"]
    assert waits == {"WEB": 4, "WORKER": 20, "COMMAND": 20}


class TestOnPostgresql:
    pytestmark = on_postgresql

    def test_the_server_is_told_the_limits(self):
        other = another(timeouts.WEB)
        try:
            with other.cursor() as cursor:
                names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
                told = {}
                for name in names:
                    cursor.execute(f"SHOW {name}")
                    told[name] = cursor.fetchone()[0]
        finally:
            other.close()
        assert told == dict(zip(names, ("5s", "4s", "20s"), strict=True))

    def test_a_network_that_swallows_packets_is_noticed(self):
        other = another(timeouts.WEB)
        parameters = other.get_connection_params()
        assert parameters["tcp_user_timeout"]
        assert parameters["keepalives_idle"]
        assert parameters["connect_timeout"]

    def test_what_the_address_of_the_database_says_wins(self):
        other = another(timeouts.WEB)
        other.settings_dict = {**other.settings_dict, "OPTIONS": {"options": "-c statement_timeout=777"}}
        try:
            with other.cursor() as cursor:
                cursor.execute("SHOW statement_timeout")
                assert cursor.fetchone()[0] == "777ms"
        finally:
            other.close()

    def test_an_answer_that_does_not_come_ends_the_connection(self):
        other = another(timeouts.COMMAND)
        other.ensure_connection()
        other.connection.answer_within = 0.1
        began = time.monotonic()
        with pytest.raises(OperationalError), other.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(30)")
        assert time.monotonic() - began < 20
        assert other.connection.closed
        assert not other.is_usable()
        other.close()
        with other.cursor() as cursor:
            cursor.execute("SELECT 'a new connection'")
        other.close()

    def test_an_error_of_the_server_does_not_end_the_connection(self):
        other = another(timeouts.WEB)
        with pytest.raises(OperationalError, match="statement timeout"), other.cursor() as cursor:
            cursor.execute("SET statement_timeout = 50; SELECT pg_sleep(30)")
        assert not other.connection.closed
        assert other.is_usable()
        other.close()

    def test_a_kept_connection_is_asked_for_a_sign_of_life_in_short_time(self, monkeypatch):
        other = another(timeouts.WEB)
        other.ensure_connection()
        asked = []
        monkeypatch.setattr(
            base.base.DatabaseWrapper, "is_usable", lambda self: asked.append(self.connection.answer_within) or True
        )
        assert other.is_usable()
        assert asked == [timeouts.WEB.ping]
        assert other.connection.answer_within == timeouts.WEB.answer
        other.close()

    def test_while_the_server_is_out_of_reach_connecting_is_refused_at_once(self, monkeypatch):
        other = another(timeouts.WEB)
        monkeypatch.setattr(base.circuit, "is_open", True)
        with pytest.raises(OperationalError, match="out of reach"):
            other.ensure_connection()

    def test_commands_try_each_time(self, monkeypatch):
        other = another(timeouts.COMMAND)
        monkeypatch.setattr(base.circuit, "is_open", True)
        other.ensure_connection()
        other.close()
