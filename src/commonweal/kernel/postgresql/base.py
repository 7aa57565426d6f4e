"""The database backend (`ENGINE = "commonweal.kernel.postgresql"`): Django's own, with time limits and a circuit.

Each thread keeps its connection. A kept connection is tested before it is used again.
"""

from functools import partial
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from commonweal.kernel import timeouts
from commonweal.kernel.circuit import Circuit, OutOfReach

# What a network that swallows packets may take before the connection counts as lost (seconds, milliseconds).
NETWORK: dict[str, object] = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


class Connection(psycopg.Connection[Any]):
    """A connection that gives up on a server that takes a statement and never answers (a stopped process, a hung disk):
    the server's own limits do not help there, and its machine goes on acknowledging packets."""

    answer_within: float = 0

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for the server for `answer_within` at most."""
        try:
            return super().wait(gen, interval, timeout or self.answer_within or None)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                # Whether the statement had its effect is unknown, and the next one must not get its late answer.
                self.pgconn.finish()
            raise


# The driver as Django's backend uses it, for `connect` and the classes of errors.
DRIVER = SimpleNamespace(**{**vars(psycopg), "connect": Connection.connect})
circuit: Circuit[Connection] = Circuit(close=lambda connection: connection.close())


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with the limits that `kernel.timeouts` gives to this process."""

    Database: Any = DRIVER

    def get_connection_params(self) -> dict[str, object]:
        limits = timeouts.current()
        parameters = {**NETWORK, "connect_timeout": max(2, round(limits.connect)), **super().get_connection_params()}
        server = {
            "statement_timeout": limits.statement,
            "lock_timeout": limits.lock,
            "idle_in_transaction_session_timeout": limits.transaction,
        }
        given = [f"-c {name}={round(seconds * 1000)}" for name, seconds in server.items()]
        # The parameters in the database URL come last, and win.
        parameters["options"] = " ".join([*given, str(parameters.get("options", ""))]).strip()
        return parameters

    def get_new_connection(self, conn_params: dict[str, object]) -> object:
        limits = timeouts.current()
        connect = partial(super().get_new_connection, conn_params)
        if limits.circuit:
            try:
                connection = circuit.reach(connect, within=limits.connect)
            except OutOfReach as error:
                raise psycopg.OperationalError("the database is out of reach") from error
        else:
            connection = connect()
        connection.answer_within = limits.answer
        return connection

    def is_usable(self) -> bool:
        if self.connection is None:
            return False
        before, self.connection.answer_within = self.connection.answer_within, timeouts.current().ping
        try:
            return super().is_usable()
        finally:
            self.connection.answer_within = before
