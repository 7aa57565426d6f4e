"""Work is tried again, taken over, started once by many workers, and never lost in silence."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from commonweal.kernel import clock, tasks, worker
from commonweal.kernel.models import ScheduledRun, Worker

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
THOUSANDS = 3_000
did: list[str] = []


@tasks.task(retries=2)
def note(what: str) -> None:
    did.append(what)


@tasks.task(retries=2)
def always_fails(what: str) -> None:
    Worker.objects.create(id=f"half done {what}", seen_at=clock.now())
    raise ValueError("no")


@tasks.task(retries=0, atomic=False)
def leaves_a_trace_and_fails() -> None:
    Worker.objects.create(id="trace", seen_at=clock.now())
    raise ValueError("no")


@pytest.fixture(autouse=True)
def _no_other_tasks(monkeypatch):
    did.clear()
    monkeypatch.setattr(tasks, "SCHEDULES", {})
    monkeypatch.setattr(worker, "SCHEDULES", tasks.SCHEDULES)


def rows():
    return list(DBTaskResult.objects.values_list("status", flat=True))


@pytest.mark.django_db(transaction=True)
def test_work_queued_in_a_transaction_that_fails_never_runs():
    def fail():
        with transaction.atomic():
            note.enqueue("lost")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    note.enqueue("kept")
    worker.run_all()
    assert did == ["kept"]


@pytest.mark.django_db
def test_work_for_later_waits():
    with clock.standing_at(NOON):
        note.enqueue_at(NOON + timedelta(hours=1), "later")
        assert worker.run_all() == 0
    with clock.standing_at(NOON + timedelta(hours=1, seconds=1)):
        assert worker.run_all() == 1
    assert did == ["later"]


@pytest.mark.django_db
def test_failed_work_is_tried_again_after_twice_the_wait_and_then_is_a_dead_letter():
    always_fails.enqueue("x")
    moment, waits = NOON, []
    for _ in range(3):
        with clock.standing_at(moment):
            assert worker.run_all() == 1
        row = DBTaskResult.objects.get()
        if row.status == TaskResultStatus.READY:
            waits.append((row.run_after - moment).total_seconds())
            with clock.standing_at(row.run_after - timedelta(seconds=1)):
                assert worker.run_all() == 0
            moment = row.run_after + timedelta(seconds=1)
    assert waits == [5, 10]
    letters = tasks.dead_letters()
    assert [(each.attempts, each.error) for each in letters] == [(3, "builtins.ValueError")]
    assert tasks.waiting()["FAILED"] == 1


def test_the_wait_doubles_up_to_an_hour():
    assert [tasks.wait_after(n).total_seconds() for n in (1, 2, 3, 10, 11, 50)] == [5, 10, 20, 2560, 3600, 3600]


@pytest.mark.django_db
def test_failed_work_leaves_nothing_half_done_unless_it_says_so():
    always_fails.enqueue("x")
    leaves_a_trace_and_fails.enqueue()
    worker.run_all()
    assert list(Worker.objects.values_list("id", flat=True)) == ["trace"]


@pytest.mark.django_db
def test_a_dead_letter_is_replayed_with_a_fresh_number_of_tries(monkeypatch):
    leaves_a_trace_and_fails.enqueue()
    worker.run_all()
    letter = tasks.dead_letters()[0].id
    monkeypatch.setitem(tasks.TASKS, leaves_a_trace_and_fails.module_path, note.using())
    DBTaskResult.objects.update(args_kwargs={"args": ["again"], "kwargs": {}})
    assert tasks.replay(letter)
    assert worker.run_all() == 1
    assert did == ["again"]
    assert not tasks.replay(letter)


@pytest.mark.django_db
def test_work_whose_capability_was_taken_out_becomes_a_dead_letter():
    note.enqueue("x")
    DBTaskResult.objects.update(task_path="commonweal.blocks.gone.tasks.send")
    worker.run_all()
    assert [each.error for each in tasks.dead_letters()] == ["builtins.LookupError"]


@pytest.mark.django_db
def test_work_of_a_silent_worker_is_taken_over_and_of_a_living_one_is_not(settings):
    for what, name in (("dead", "silent"), ("busy", "alive")):
        note.enqueue(what)
        assert worker.claim(name) is not None
    DBTaskResult.objects.update(started_at=NOON)
    Worker.objects.create(id="silent", seen_at=NOON)
    later = NOON + timedelta(seconds=settings.WORKER_SILENT_AFTER + 1)
    Worker.objects.create(id="alive", seen_at=later)
    with clock.standing_at(later):
        assert worker.reap() == 1
        assert worker.run_all() == 1
    assert did == ["dead"]


@pytest.mark.django_db
def test_work_just_begun_is_not_taken_over_although_its_worker_was_never_heard():
    note.enqueue("x")
    worker.claim("new")
    assert worker.reap() == 0


@pytest.mark.django_db
def test_two_workers_never_get_the_same_work():
    note.enqueue("a")
    note.enqueue("b")
    first, second = worker.claim("one"), worker.claim("two")
    assert first.pk != second.pk
    assert worker.claim("three") is None


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_starts_what_is_due():
    tasks.scheduled(every=timedelta(hours=1))(scheduled_note)
    ScheduledRun.objects.create(name=scheduled_note.module_path, last_at=clock.now() - timedelta(hours=2))
    gate, started = threading.Barrier(2), []

    def start():
        try:
            gate.wait(10)
            started.append(worker.start_scheduled())
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(started) == [0, 1]
    assert len(rows()) == 1


@tasks.task()
def scheduled_note() -> None:
    did.append("scheduled")


@pytest.mark.django_db
def test_scheduled_work_starts_at_once_when_new_and_then_every_so_often():
    tasks.scheduled(every=timedelta(hours=1))(scheduled_note)
    starts = []
    for minutes in (0, 30, 60, 90, 120):
        with clock.standing_at(NOON + timedelta(minutes=minutes)):
            starts.append(worker.start_scheduled())
    assert starts == [1, 0, 1, 0, 1]


@pytest.mark.django_db
def test_work_that_succeeded_long_ago_is_forgotten_and_failed_work_is_not():
    note.enqueue("x")
    leaves_a_trace_and_fails.enqueue()
    worker.run_all()
    DBTaskResult.objects.update(finished_at=clock.now() - timedelta(days=8))
    worker.prune()
    assert rows() == [TaskResultStatus.FAILED]


@pytest.mark.django_db(transaction=True)
def test_a_worker_works_until_it_is_told_to_stop_and_says_that_it_is_alive():
    note.enqueue("x")
    loop = worker.WorkerLoop(interval=0.01, tell=lambda words: (did.append(words), loop.stop()))
    thread = threading.Thread(target=lambda: (loop.loop(), connection.close()))
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    assert did[0] == "x"
    assert did[1].startswith("done ")
    loop.stopping.clear()
    beat = threading.Thread(target=loop._beat)
    beat.start()
    loop.stopping.set()
    beat.join(20)
    assert Worker.objects.filter(id=loop.name).exists()


@pytest.mark.django_db
def test_work_that_kills_its_worker_again_and_again_becomes_a_dead_letter(settings):
    note.enqueue("deadly")
    DBTaskResult.objects.update(status="RUNNING", started_at=NOON, worker_ids=["gone"] * (worker.KILLED_AT_MOST + 1))
    with clock.standing_at(NOON + timedelta(seconds=settings.WORKER_SILENT_AFTER + 1)):
        assert worker.reap() == 1
        assert worker.run_all() == 0
    assert [each.error for each in tasks.dead_letters()] == ["killed"]


@tasks.task(priority=tasks.BACKGROUND)
def statistics(what: str) -> None:
    did.append(what)


@tasks.task(priority=tasks.URGENT)
def confirmation(what: str) -> None:
    did.append(what)


def many_statistics(number: int = THOUSANDS) -> None:
    """What a busy day leaves in the queue."""
    statistics.enqueue("0")
    pattern = DBTaskResult.objects.get()
    rest = (
        {**{field.attname: getattr(pattern, field.attname) for field in pattern._meta.concrete_fields}, "id": uuid4()}
        for _ in range(number - 1)
    )
    DBTaskResult.objects.bulk_create(DBTaskResult(**values) for values in rest)


@pytest.mark.django_db
def test_a_confirmation_does_not_wait_behind_thousands_of_statistics():
    many_statistics()
    note.enqueue("usual")
    confirmation.enqueue("confirmation")
    claimed = [worker.claim("one").args_kwargs["args"] for _ in range(3)]
    assert claimed == [["confirmation"], ["usual"], ["0"]]


@pytest.mark.django_db
def test_what_is_not_urgent_still_has_its_share_and_the_one_that_waits_longest_comes_first():
    statistics.enqueue("oldest")
    for number in range(2 * worker.FAIR_SHARE):
        confirmation.enqueue(str(number))
    statistics.enqueue("newest")
    worker.run_all()
    assert did.index("oldest") == worker.FAIR_SHARE - 1
    assert did[-1] == "newest"
    assert [what for what in did if what.isdigit()] == [str(number) for number in range(2 * worker.FAIR_SHARE)]


@pytest.mark.django_db
def test_due_work_comes_before_later_work_in_the_order_of_its_arrival():
    note.enqueue_at(clock.now() + timedelta(days=30), "later")
    for what in ("a", "b", "c"):
        note.enqueue(what)
    assert list(DBTaskResult.objects.values_list("args_kwargs__args__0", flat=True)) == ["a", "b", "c", "later"]
    worker.run_all()
    assert did == ["a", "b", "c"]


@pytest.mark.django_db
def test_work_that_the_library_queued_itself_is_found():
    note.enqueue("x")
    DBTaskResult.objects.update(run_after=worker.get_date_max())
    assert worker.run_all() == 1


@pytest.mark.django_db
def test_the_next_task_is_found_by_the_index_without_sorting_the_queue():
    many_statistics()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE django_tasks_database_dbtaskresult")
    plan = worker._due()[:1].explain()
    assert "tasks_db_new_ordering_idx" in plan, plan
    assert "sort" not in plan.lower().replace("sorting", ""), plan
    assert "b-tree" not in plan.lower(), plan
