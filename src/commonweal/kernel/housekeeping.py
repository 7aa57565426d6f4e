"""Deletes what the kernel keeps for a while: windows of limits, answers to repeated commands, expired cache rows."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from commonweal.kernel import clock
from commonweal.kernel.models import Repeatable, ScheduledRun, Window
from commonweal.kernel.tasks import SCHEDULES, scheduled, task

BATCH = 500
# A program that repeats a command does so within minutes, or days if its network was away.
ANSWERS_LAST = timedelta(days=30)
SCHEDULES_LAST = timedelta(days=90)


def delete_in_batches(rows: "QuerySet[Any]", size: int = BATCH) -> int:
    """Delete all rows of a queryset, some in each transaction, so that no lock is held for long; return how many."""
    deleted = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:size]):
        with transaction.atomic():
            deleted += rows.filter(pk__in=keys).delete()[0]
    return deleted


@scheduled(every=timedelta(hours=1))
@task(retries=3, atomic=False)
def delete_what_has_ended() -> None:
    """Windows that ended, answers that are no longer asked for, schedules that are gone, what the cache forgot."""
    delete_in_batches(Window.objects.filter(ends_at__lt=clock.now()))
    delete_in_batches(Repeatable.objects.filter(created_at__lt=clock.now() - ANSWERS_LAST))
    # A capability may be switched off for a while: its schedules go on where they were.
    gone = ScheduledRun.objects.exclude(name__in=SCHEDULES)
    delete_in_batches(gone.filter(last_at__lt=clock.now() - SCHEDULES_LAST))
    delete_expired_cache()


def delete_expired_cache(size: int = BATCH) -> int:
    """Delete what expired in the cache's table, if the cache has one: it deletes nothing until it is full. How many."""
    cache: dict[str, Any] = settings.CACHES["default"]
    if not cache["BACKEND"].endswith("DatabaseCache"):
        return 0
    table = connection.ops.quote_name(cache["LOCATION"])
    now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    # The name of the table is a setting; nothing here is given by anybody.
    some = f"SELECT cache_key FROM {table} WHERE expires < %s LIMIT {size:d}"  # noqa: S608
    deleted: int = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(f"DELETE FROM {table} WHERE cache_key IN ({some})", [now])  # noqa: S608
            gone = int(cursor.rowcount)
            deleted += gone
            if gone < size:
                return deleted
