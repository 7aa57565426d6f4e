"""The worker: claims queued tasks, runs them, tries failed ones again, and takes over from workers that died."""

import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.utils import InterfaceError, OperationalError
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from commonweal.kernel import clock
from commonweal.kernel.housekeeping import delete_in_batches
from commonweal.kernel.models import ScheduledRun, Worker
from commonweal.kernel.stored_names import lasting
from commonweal.kernel.tasks import AT_ONCE, SCHEDULES, GaveUp, task_named, wait_after

if TYPE_CHECKING:
    Row = DBTaskResult[Any, Any]

log = structlog.get_logger(__name__)
# How often a task is tried again after its worker was killed: the reason is hardly ever the task itself.
KILLED_AT_MOST = 8
PRUNE_AFTER = timedelta(days=7)
FAILED_KEPT = timedelta(days=365)
# Every eighth task is the one that has waited longest, however urgent the others are.
FAIR_SHARE = 8


def claim(worker: str, *, longest_waiting: bool = False) -> "Row | None":
    """Claim the next task that is due, so that no other worker takes it: the most urgent, then the one that waited
    longest."""
    with transaction.atomic():
        rows = _due()
        if longest_waiting:
            rows = rows.order_by("enqueued_at")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        row = rows.first()
        if row is None:
            return None
        row.claim(worker)
        return row


def _due() -> "QuerySet[Row]":
    # The library's index holds what is READY alone, in the order of urgency. SQLite uses it only where the statement
    # reports it in exactly these words.
    ready = RawSQL("django_tasks_database_dbtaskresult.status = 'READY'", [], output_field=BooleanField())
    # (The end of time is how the library itself writes: as soon as possible.)
    now = Q(run_after=get_date_max()) | Q(run_after__lte=clock.now())
    return DBTaskResult.objects.filter(ready, now)


def run(row: "Row") -> bool:
    """Run a claimed task; True if it succeeded. A failed one goes back to the queue or becomes a dead letter."""
    declared = task_named(row.task_path)
    try:
        if declared is None:
            raise LookupError(f"no task is called {row.task_path}; was its capability removed?")
        arguments = row.args_kwargs
        if declared.atomic:
            with transaction.atomic():
                declared.func(*arguments["args"], **arguments["kwargs"])
                row.set_successful(None)
        else:
            declared.func(*arguments["args"], **arguments["kwargs"])
            row.set_successful(None)
    except Exception as error:
        _failed(row, error, declared.retries if declared else 0)
        return False
    return True


def _failed(row: "Row", error: Exception, retries: int) -> None:
    attempts = len(row.worker_ids)
    log.warning("task_failed", task=row.task_path, attempt=attempts, error=type(error).__name__)
    row.set_failed(error)
    if attempts <= retries and not isinstance(error, GaveUp):
        DBTaskResult.objects.filter(pk=row.pk).update(
            status=TaskResultStatus.READY, run_after=clock.now() + wait_after(attempts)
        )
    else:
        log.error("dead_letter", task=row.task_path, id=str(row.pk))


def reap(asking: str = "") -> int:
    """Put back what silent workers had claimed; how many tasks that were.

    `asking` is a worker between two tasks: what it has claimed and does not run is put back, too. (The database may
    have been lost just as the end of a task was to be saved.)"""
    silent_since = clock.now() - timedelta(seconds=settings.WORKER_SILENT_AFTER)
    alive = set(Worker.objects.filter(seen_at__gte=silent_since).values_list("id", flat=True))
    alive.discard(asking)
    reaped = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=silent_since):
        if row.worker_ids and row.worker_ids[-1] in alive:
            continue
        reaped += DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING).update(**_after_killing(row))
    Worker.objects.filter(seen_at__lt=silent_since - timedelta(days=1)).delete()
    return reaped


def _after_killing(row: "Row") -> dict[str, object]:
    """What becomes of killed work: it is tried again; work that kills its worker each time ends as a dead letter."""
    declared = task_named(row.task_path)
    if len(row.worker_ids) > max(declared.retries if declared else 0, KILLED_AT_MOST):
        log.error("dead_letter", task=row.task_path, id=str(row.pk))
        words = {"exception_class_path": "killed", "traceback": "its worker died each time"}
        return {"status": TaskResultStatus.FAILED, "finished_at": clock.now(), **words}
    return {"status": TaskResultStatus.READY}


def start_scheduled() -> int:
    """Enqueue every scheduled task that is due; how many."""
    started, former = 0, _former_runs()
    for schedule in SCHEDULES.values():
        with transaction.atomic():
            last_at = former.get(lasting(schedule.name), AT_ONCE)
            row, _ = ScheduledRun.objects.get_or_create(name=schedule.name, defaults={"last_at": last_at})
            due = row.last_at + schedule.every <= clock.now()
            # The old value in the filter lets only one of many workers win.
            if due and ScheduledRun.objects.filter(pk=row.pk, last_at=row.last_at).update(last_at=clock.now()):
                schedule.task.enqueue()
                started += 1
    return started


def _former_runs() -> dict[str, datetime]:
    """When scheduled tasks were last due under names that they have no longer, so that a rename does not make a task
    run."""
    rows = ScheduledRun.objects.exclude(name__in=SCHEDULES).order_by("last_at")
    return {lasting(row.name): row.last_at for row in rows}


def prune() -> None:
    """Forget tasks that succeeded long ago, and those that failed too long ago to be retried."""
    for status, kept in ((TaskResultStatus.SUCCESSFUL, PRUNE_AFTER), (TaskResultStatus.FAILED, FAILED_KEPT)):
        delete_in_batches(DBTaskResult.objects.filter(status=status, finished_at__lt=clock.now() - kept))


def run_all(limit: int = 10_000) -> int:
    """Run everything that is due now, in this process; how many tasks ran. For tests, the demo and `--once`."""
    name = f"once-{secrets.token_hex(4)}"
    done = 0
    while done < limit and (row := claim(name, longest_waiting=is_fair_turn(done))) is not None:
        run(row)
        done += 1
    return done


def is_fair_turn(done: int) -> bool:
    """Whether, after so many tasks, it is the turn of the one that waits longest."""
    return done % FAIR_SHARE == FAIR_SHARE - 1


class WorkerLoop:
    """A worker process: one thread works, another reports that it is alive."""

    def __init__(self, *, interval: float = 0.5, tell: Callable[[str], None] = lambda _: None) -> None:
        self.name = f"worker-{secrets.token_hex(8)}"
        self.interval = interval
        self.tell = tell
        self.stopping = threading.Event()

    def stop(self) -> None:
        """Finish the present task, then end."""
        self.stopping.set()

    def _beat(self) -> None:
        while not self.stopping.is_set():
            try:
                Worker.objects.update_or_create(id=self.name, defaults={"seen_at": clock.now()})
            except (OperationalError, InterfaceError):
                log.warning("heartbeat_missed")
            finally:
                connection.close()
            self.stopping.wait(settings.WORKER_SILENT_AFTER / 4)

    def loop(self) -> None:
        """Work until stopped. A database that is away is waited for."""
        threading.Thread(target=self._beat, daemon=True).start()
        housekeeping_at, done = 0.0, 0
        while not self.stopping.is_set():
            close_old_connections()
            try:
                if time.monotonic() >= housekeeping_at:
                    reap(self.name)
                    start_scheduled()
                    prune()
                    housekeeping_at = time.monotonic() + settings.WORKER_SILENT_AFTER / 2
                row = claim(self.name, longest_waiting=is_fair_turn(done))
                if row is not None:
                    done += 1
                    ok = run(row)
                    self.tell(f"{'done' if ok else 'FAILED'} {row.task_path}")
                    continue
            except (OperationalError, InterfaceError) as error:
                log.warning("database_away", error=str(error))
                connection.close()
                self.stopping.wait(2)
            self.stopping.wait(self.interval)
