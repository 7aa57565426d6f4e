"""Counts what a request costs: statements, rows that are fetched, bytes of the answer. No time is measured."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass
class Cost:
    """What was asked of the database, what came back from it, and what went out."""

    statements: int = 0
    rows: int = 0
    body: int = 0


class CountedCursor:
    """A driver's cursor that counts the rows it hands out."""

    def __init__(self, cursor: Any, cost: Cost) -> None:
        self.cursor, self.cost = cursor, cost

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)

    def _counted(self, rows: Any) -> Any:
        self.cost.rows += len(rows)
        return rows

    def fetchone(self) -> Any:
        row = self.cursor.fetchone()
        self.cost.rows += row is not None
        return row

    def fetchmany(self, *size: int) -> Any:
        return self._counted(self.cursor.fetchmany(*size))

    def fetchall(self) -> Any:
        return self._counted(self.cursor.fetchall())

    def __iter__(self) -> Iterator[Any]:
        while row := self.fetchone():
            yield row


@contextmanager
def counting() -> Iterator[Cost]:
    """Count in what follows; the body is for the caller to add."""
    cost = Cost()

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        cost.statements += 1
        cursor = context["cursor"]
        if not isinstance(cursor.cursor, CountedCursor):
            cursor.cursor = CountedCursor(cursor.cursor, cost)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield cost


def body_of(response: Any) -> bytes:
    """The whole answer, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content
