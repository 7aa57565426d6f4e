"""Background work: a task enqueued in a transaction runs once that commits, is retried, and never silently lost.

The queue is the table of django-tasks-db; only this module and `worker` know the library.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ParamSpec

from django.db.models import QuerySet
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.base import Task as LibraryTask
from django_tasks_db.models import DBTaskResult

from commonweal.kernel import clock
from commonweal.kernel.stored_names import find

P = ParamSpec("P")
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
# In which order the queue is worked off. Somebody waits for what is urgent (a message, a code); nobody misses what goes
# on in the background (statistics) for an hour. The worker keeps a share of its time for those that wait longest.
URGENT, NORMAL, BACKGROUND = 50, 0, -50
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class GaveUp(Exception):
    """Raised by a task that has given up by its own rule: it becomes a dead letter without further retries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(LibraryTask[P, None]):
    """A function that runs in the background; `enqueue(…)` queues it within the present transaction.

    retries  how often it is tried again after a failure, each time after twice the wait
    atomic   whether the work and its being done are one transaction, so that killed work leaves nothing half done;
             tasks that call outside services use False and carry an idempotency key
    """

    retries: int = 5
    atomic: bool = True

    def enqueue(self, *args: P.args, **kwargs: P.kwargs) -> "TaskResult[None]":
        """Queue the work to run as soon as possible."""
        # The library would write the end of time, and so find it behind everything that is planned for later.
        due = self if self.run_after else self.using(run_after=AT_ONCE)
        return super(Task, due).enqueue(*args, **kwargs)

    def enqueue_at(self, moment: datetime, *args: P.args, **kwargs: P.kwargs) -> str:
        """Queue the work to run not before `moment`; the id of the queued task. Arguments are JSON values."""
        return str(self.using(run_after=moment).enqueue(*args, **kwargs).id)


TASKS: dict[str, Task[Any]] = {}


def task(*, retries: int = 5, atomic: bool = True, priority: int = NORMAL) -> Callable[[Callable[P, None]], Task[P]]:
    """Declare a module-level function as a task."""

    def declare(function: Callable[P, None]) -> Task[P]:
        declared = Task(func=function, retries=retries, atomic=atomic, priority=priority)
        TASKS[declared.module_path] = declared
        return declared

    return declare


def task_named(path: str) -> Task[Any] | None:
    """The task that was queued under a dotted name, in this release or an earlier one."""
    return find(path, TASKS)


@dataclass(frozen=True)
class Schedule:
    """A task that runs again and again, `every` so often."""

    name: str
    every: timedelta
    task: Task[[]]


SCHEDULES: dict[str, Schedule] = {}


def scheduled(*, every: timedelta) -> Callable[[Task[[]]], Task[[]]]:
    """Put a task without arguments on the schedule."""

    def declare(declared: Task[[]]) -> Task[[]]:
        SCHEDULES[declared.module_path] = Schedule(declared.module_path, every, declared)
        return declared

    return declare


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: doubling from FIRST_WAIT up to LONGEST_WAIT."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_WAIT)


@dataclass(frozen=True)
class DeadLetter:
    """Work that failed more often than it may be tried; staff can read it and have it tried again."""

    id: str
    path: str
    attempts: int
    failed_at: datetime | None
    error: str
    arguments: Mapping[str, object]


def _failed() -> "QuerySet[DBTaskResult[Any, Any]]":
    rows: QuerySet[DBTaskResult[Any, Any]] = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    return rows.order_by("-finished_at")


def dead_letters(limit: int = 100) -> list[DeadLetter]:
    """The newest dead letters first."""
    return [
        DeadLetter(
            id=str(row.pk),
            path=row.task_path,
            attempts=len(row.worker_ids),
            failed_at=row.finished_at,
            error=row.exception_class_path,
            arguments=row.args_kwargs,
        )
        for row in _failed()[:limit]
    ]


def replay(letter: str) -> bool:
    """Queue a dead letter again with a fresh number of tries; False if it is not a dead letter."""
    changed = DBTaskResult.objects.filter(pk=letter, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, worker_ids=[], run_after=clock.now()
    )
    return bool(changed)


def waiting() -> dict[str, int]:
    """How many tasks are in each state, for health pages and metrics."""
    states = {str(state): 0 for state in TaskResultStatus.values}
    for state in DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).values_list("status", flat=True):
        states[state] += 1
    return states
