"""Limits on what may be called how often, and commands that may be repeated safely."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import rfc8785
from django.db import connection, transaction
from django.db.models import F

from commonweal.kernel import clock
from commonweal.kernel.models import Repeatable, Window
from commonweal.kernel.problems import Conflict, TooMany, filled


def limit(what: str, who: str, *, times: int, seconds: int, weight: int = 1) -> None:
    """Count one call of `what` by `who`, or `weight` calls; raises TooMany beyond `times` in a window of `seconds`.

    Counts in the database, so that all processes share one memory."""
    moment = clock.now()
    start = int(moment.timestamp()) // seconds
    if _counted(_window(what, who, start), weight, moment + timedelta(seconds=seconds)) > times:
        raise TooMany(
            filled(
                "This was asked for more than %(times)s times in %(seconds)s seconds.", times=times, seconds=seconds
            ),
            retry_after=(start + 1) * seconds - int(moment.timestamp()),
        )


def _counted(key: str, weight: int, ends: datetime) -> int:
    """Add to a window, which is made where it is not there yet, and give its sum; one statement, so that limits cost
    little and each call is counted exactly once."""
    table = connection.ops.quote_name(Window._meta.db_table)
    statement = (
        f"INSERT INTO {table} (key, count, ends_at) VALUES (%s, %s, %s) "  # noqa: S608 - our own table's name
        f"ON CONFLICT (key) DO UPDATE SET count = {table}.count + excluded.count RETURNING count"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [key, weight, connection.ops.adapt_datetimefield_value(ends)])
        return int(cursor.fetchone()[0])


def is_reached(what: str, who: str, *, times: int, seconds: int) -> bool:
    """Whether one more call would be refused by `limit` now; counts nothing."""
    key = _window(what, who, int(clock.now().timestamp()) // seconds)
    return Window.objects.filter(pk=key, count__gte=times).exists()


def give_back(what: str, who: str, *, seconds: int) -> None:
    """Take back one counted call, such as a try at a password that was right."""
    key = _window(what, who, int(clock.now().timestamp()) // seconds)
    Window.objects.filter(pk=key, count__gt=0).update(count=F("count") - 1)


def _window(what: str, who: str, start: int) -> str:
    # The address of a caller is personal: only its hash is kept.
    return f"{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}:{start}"


def once(key: str, command: Any, run: Callable[[], object]) -> Any:
    """Run a command at most once for an idempotency key and give every repetition the first answer.

    `command` is the JSON value of what was asked; the same key with another command raises Conflict. The result must
    be a JSON value. Runs in one transaction; a concurrent repetition waits for the first."""
    fingerprint = hashlib.sha256(rfc8785.dumps(command)).hexdigest()
    with transaction.atomic():
        row, new = Repeatable.objects.select_for_update().get_or_create(
            key=key, defaults={"fingerprint": fingerprint, "result": {}}
        )
        if not new:
            if row.fingerprint != fingerprint:
                raise Conflict(
                    "This idempotency key was used for another request.",
                    remedy="Use a new key for a new request.",
                )
            return row.result
        row.result = run()
        row.save(update_fields=["result"])
        return row.result
