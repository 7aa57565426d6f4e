"""Simulated time: each thing happens at its own moment, at an hour at which somebody would do it."""

from datetime import UTC, datetime, timedelta

import pytest

from commonweal.kernel import clock
from commonweal.kernel.tasks import task
from commonweal.site.demo.simulation import Simulation, Story, in_office_hours, later, office

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
worked: list[datetime] = []


@task()
def note_the_time() -> None:
    worked.append(clock.now())


def telling(seen: list[tuple[str, datetime]], name: str, *waits) -> Story:
    for wait in waits:
        seen.append((name, clock.now()))
        yield wait
    seen.append((name, clock.now()))


def test_stories_take_turns_in_the_order_of_their_moments():
    seen: list[tuple[str, datetime]] = []
    simulation = Simulation(until=MONDAY + timedelta(days=9))
    simulation.begin(MONDAY + timedelta(days=1), telling(seen, "late", later(days=2)))
    simulation.begin(MONDAY, telling(seen, "early", later(days=2)))
    simulation.run()
    assert [name for name, _ in seen] == ["early", "late", "early", "late"]
    assert [moment for _, moment in seen] == sorted(moment for _, moment in seen)


def test_what_would_come_after_now_never_happens():
    seen: list[tuple[str, datetime]] = []
    simulation = Simulation(until=MONDAY + timedelta(days=1))
    simulation.begin(MONDAY, telling(seen, "one", later(days=3)))
    assert simulation.run() == 1
    assert len(seen) == 1


def test_staff_work_on_working_days_between_nine_and_five():
    saturday_night = datetime(2026, 6, 6, 22, tzinfo=UTC)
    moment = in_office_hours(saturday_night)
    assert (moment.weekday(), moment.hour) == (0, 9)
    assert in_office_hours(MONDAY) == MONDAY


def test_a_bank_holiday_is_no_day_for_work():
    assert in_office_hours(datetime(2026, 5, 25, 12, tzinfo=UTC)).day == 26


def test_queued_work_runs_at_the_moment_of_the_step_that_queued_it():
    def queueing() -> Story:
        note_the_time.enqueue()
        yield office(days=1)

    worked.clear()
    simulation = Simulation(until=MONDAY + timedelta(days=9))
    simulation.begin(MONDAY, queueing())
    simulation.run()
    assert worked == [MONDAY]
