"""Limits count for all processes together, and a repeated command runs once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from commonweal.kernel import clock
from commonweal.kernel.housekeeping import delete_what_has_ended
from commonweal.kernel.limits import give_back, is_reached, limit, once
from commonweal.kernel.models import Repeatable, Window
from commonweal.kernel.problems import Conflict, TooMany

NOON = datetime(2026, 5, 1, 12, 0, 10, tzinfo=UTC)


@pytest.mark.django_db
def test_the_call_beyond_the_limit_is_refused_and_told_how_long_to_wait():
    with clock.standing_at(NOON):
        for _ in range(3):
            limit("codes", "203.0.113.9", times=3, seconds=60)
        with pytest.raises(TooMany) as refused:
            limit("codes", "203.0.113.9", times=3, seconds=60)
    assert refused.value.retry_after == 50


@pytest.mark.django_db
def test_somebody_else_something_else_and_a_later_window_count_for_themselves():
    with clock.standing_at(NOON):
        limit("codes", "203.0.113.9", times=1, seconds=60)
        limit("codes", "203.0.113.8", times=1, seconds=60)
        limit("searches", "203.0.113.9", times=1, seconds=60)
    with clock.standing_at(NOON + timedelta(minutes=1)):
        limit("codes", "203.0.113.9", times=1, seconds=60)
    assert Window.objects.count() == 4


@pytest.mark.django_db
def test_a_heavy_call_counts_for_several_and_one_that_is_given_back_for_none():
    with clock.standing_at(NOON):
        limit("bytes", "ann", times=5, seconds=60, weight=4)
        assert not is_reached("bytes", "ann", times=5, seconds=60)
        limit("bytes", "ann", times=5, seconds=60)
        assert is_reached("bytes", "ann", times=5, seconds=60)
        give_back("bytes", "ann", seconds=60)
        limit("bytes", "ann", times=5, seconds=60)
        with pytest.raises(TooMany):
            limit("bytes", "ann", times=5, seconds=60, weight=2)


@pytest.mark.django_db
def test_nothing_is_given_back_that_was_not_counted():
    with clock.standing_at(NOON):
        limit("codes", "ann", times=1, seconds=60)
        for _ in range(3):
            give_back("codes", "ann", seconds=60)
        limit("codes", "ann", times=1, seconds=60)
        with pytest.raises(TooMany):
            limit("codes", "ann", times=1, seconds=60)


@pytest.mark.django_db
def test_the_address_of_a_caller_is_not_kept():
    limit("codes", "203.0.113.9", times=1, seconds=60)
    assert "203.0.113.9" not in Window.objects.get().key


@pytest.mark.django_db
def test_windows_that_ended_are_forgotten():
    with clock.standing_at(NOON):
        limit("codes", "a", times=1, seconds=60)
    with clock.standing_at(NOON + timedelta(minutes=2)):
        limit("codes", "b", times=1, seconds=60)
        delete_what_has_ended.func()
    assert Window.objects.count() == 1


@pytest.mark.django_db
def test_a_repeated_command_runs_once_and_gets_the_first_answer():
    runs = []

    def run():
        runs.append(1)
        return {"number": len(runs)}

    assert once("k", {"a": 1}, run) == once("k", {"a": 1}, run) == {"number": 1}


@pytest.mark.django_db
def test_the_same_key_for_another_command_is_a_conflict():
    once("k", {"a": 1}, dict)
    with pytest.raises(Conflict, match="another request"):
        once("k", {"a": 2}, dict)


@pytest.mark.django_db
def test_a_command_that_failed_may_be_tried_again():
    def fail():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        once("k", {}, fail)
    assert once("k", {}, lambda: "done") == "done"


def together(count, work):
    """Run the work in so many threads at the same moment; what each gave."""
    gate, given = threading.Barrier(count), []

    def one():
        try:
            gate.wait(10)
            given.append(work())
        except Exception as error:
            given.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return given


@pytest.mark.django_db(transaction=True)
def test_of_concurrent_repetitions_one_runs_and_all_get_its_answer():
    runs = []

    def run():
        runs.append(1)
        return len(runs)

    assert together(6, lambda: once("k", {"a": 1}, run)) == [1] * 6
    assert len(runs) == Repeatable.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_calls_are_all_counted():
    given = together(6, lambda: limit("codes", "x", times=4, seconds=86_400))
    assert Window.objects.get().count == 6
    # At the edge two callers may each see the other's call: a limit errs towards refusing, never towards letting in.
    assert sum(isinstance(each, TooMany) for each in given) >= 2
    assert all(each is None or isinstance(each, TooMany) for each in given)
