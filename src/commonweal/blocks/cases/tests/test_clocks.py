"""Statutory clocks: working days, pauses and warnings, against a count made day by day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.blocks.cases import clocks
from commonweal.kernel.worktime import Calendar

LONDON = ZoneInfo("Europe/London")
CALENDAR = Calendar(closed={date(2026, 10, 15): "Flood"})
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda m: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=m))
UNITS = st.sampled_from(["working_days", "days", "weeks", "months", "hours"])


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def oracle_day(start, allowed, unit, switches, calendar):
    """The day on whose end the period is used up: counts each day after the first, asking whether the clock runs at
    the day's last second, from the list of switches alone. None if it never is."""
    day = start.astimezone(LONDON).date()
    left = allowed
    for _ in range(3000):
        day += timedelta(days=1)
        end = datetime.combine(day, time(23, 59, 59, 500_000), tzinfo=LONDON)
        running = sum(moment <= end for moment in switches) % 2 == 0
        if running and (unit != "working_days" or calendar.works(day)):
            left -= 1
        if left == 0:
            return day
    return None


@settings(deadline=None)
@given(
    start=MOMENTS,
    count=st.integers(1, 40),
    unit=UNITS,
    gaps=st.lists(st.integers(1, 60 * 24 * 12), max_size=8),
)
def test_a_clock_that_pauses_and_resumes_agrees_with_a_count_made_day_by_day(start, count, unit, gaps):
    if unit == "hours":
        count *= 10
    timer = clocks.started(start, count, unit, CALENDAR)
    moment, switches = start, []
    for number, gap in enumerate(gaps):
        moment += timedelta(minutes=gap)
        due = clocks.due(timer, CALENDAR)
        if due is not None and due <= moment:
            break  # it has run out; what follows cannot matter
        switches.append(moment)
        timer = (clocks.paused if number % 2 == 0 else clocks.resumed)(timer, moment, CALENDAR)
    due = clocks.due(timer, CALENDAR)
    if len(switches) % 2 == 1:
        assert due is None
    elif unit == "hours":
        stood = sum((b - a for a, b in zip(switches[::2], switches[1::2], strict=True)), timedelta())
        assert due == start + timedelta(hours=count) + stood
    else:
        expected = oracle_day(start, timer.allowed, unit, switches, CALENDAR)
        assert due.astimezone(LONDON).date() == expected


@settings(deadline=None)
@given(
    start=MOMENTS,
    count=st.integers(1, 60),
    unit=UNITS,
)
def test_a_clock_that_never_pauses_is_due_when_the_kernel_says(start, count, unit):
    timer = clocks.started(start, count, unit, CALENDAR)
    assert clocks.due(timer, CALENDAR) == CALENDAR.due(start, count, unit)


@settings(deadline=None)
@given(
    start=MOMENTS,
    count=st.integers(1, 60),
    unit=UNITS,
    percent=st.integers(1, 99),
    later=st.integers(1, 99),
)
def test_a_warning_never_comes_after_the_end_and_a_higher_share_never_before_a_lower(
    start, count, unit, percent, later
):
    timer = clocks.started(start, count, unit, CALENDAR)
    warning = clocks.warning(timer, percent, CALENDAR)
    assert warning <= clocks.due(timer, CALENDAR)
    assert clocks.warning(timer, max(percent, later), CALENDAR) >= warning


def test_ten_working_days_over_easter_skip_both_holidays():
    timer = clocks.started(at("2026-03-30 09:00"), 10, "working_days", CALENDAR)
    assert clocks.due(timer, CALENDAR) == at("2026-04-15 23:59:59")


def test_a_day_on_which_the_place_is_closed_does_not_count():
    timer = clocks.started(at("2026-10-14 09:00"), 1, "working_days", CALENDAR)
    assert clocks.due(timer, CALENDAR) == at("2026-10-16 23:59:59")


def test_pausing_and_resuming_on_one_day_costs_nobody_a_day():
    timer = clocks.started(at("2026-06-01 09:00"), 5, "working_days", CALENDAR)
    before = clocks.due(timer, CALENDAR)
    timer = clocks.paused(timer, at("2026-06-03 10:00"), CALENDAR)
    timer = clocks.resumed(timer, at("2026-06-03 16:00"), CALENDAR)
    assert clocks.due(timer, CALENDAR) == before


def test_two_nights_of_pause_move_the_end_by_two_working_days():
    timer = clocks.started(at("2026-06-01 09:00"), 5, "working_days", CALENDAR)
    timer = clocks.paused(timer, at("2026-06-02 10:00"), CALENDAR)
    timer = clocks.resumed(timer, at("2026-06-04 10:00"), CALENDAR)
    assert clocks.due(timer, CALENDAR) == at("2026-06-10 23:59:59")


def test_eight_of_ten_working_days_used_is_the_moment_of_an_80_percent_warning():
    timer = clocks.started(at("2026-06-01 09:00"), 10, "working_days", CALENDAR)
    assert clocks.warning(timer, 80, CALENDAR) == at("2026-06-11 23:59:59")


def test_days_end_at_the_end_of_the_day_also_across_the_change_of_the_clocks():
    timer = clocks.started(at("2026-10-23 23:30"), 2, "days", CALENDAR)
    assert clocks.due(timer, CALENDAR) == at("2026-10-25 23:59:59")


@pytest.mark.parametrize(("unit", "expected"), [("months", "2026-02-28 23:59:59"), ("weeks", "2026-02-07 23:59:59")])
def test_weeks_and_months_end_on_the_same_day_of_the_week_and_month(unit, expected):
    timer = clocks.started(at("2026-01-31 12:00"), 1, unit, CALENDAR)
    assert clocks.due(timer, CALENDAR) == at(expected)


EASTER = Calendar(closed={date(2026, 4, 8): "Flood"})


# From Thursday 2 April 2026: Good Friday is the 3rd, Easter Monday the 6th, and the place is closed on the 8th.
@pytest.mark.parametrize(
    ("count", "unit", "due"),
    [
        (14, "days", "2026-04-16T23:59:59"),
        (14, "working_days", "2026-04-27T23:59:59"),
        (2, "weeks", "2026-04-16T23:59:59"),
        (1, "months", "2026-05-02T23:59:59"),
        (336, "hours", "2026-04-16T10:00:00"),
        (1, "days", "2026-04-03T23:59:59"),
        (1, "working_days", "2026-04-07T23:59:59"),
        (2, "working_days", "2026-04-09T23:59:59"),
    ],
)
def test_each_unit_is_counted_as_it_is_named_over_holidays_and_closed_days(count, unit, due):
    started = clocks.started(at("2026-04-02T10:00:00"), count, unit, EASTER)
    assert clocks.due(started, EASTER) == at(due)
    # The same as a plain duration, such as a task's.
    assert EASTER.due(at("2026-04-02T10:00:00"), count, unit) == at(due)


# The clocks of the country go forward on 29 March 2026 and back on 25 October.
@pytest.mark.parametrize(
    ("start", "count", "unit", "due"),
    [
        ("2026-03-20T10:00:00+00:00", 14, "days", "2026-04-03T22:59:59+00:00"),
        ("2026-03-20T10:00:00+00:00", 336, "hours", "2026-04-03T10:00:00+00:00"),
        ("2026-10-20T23:30:00+00:00", 7, "days", "2026-10-28T23:59:59+00:00"),
        ("2026-10-20T22:30:00+00:00", 7, "days", "2026-10-27T23:59:59+00:00"),
    ],
)
def test_days_end_when_they_end_in_the_place_also_when_its_clocks_change(start, count, unit, due):
    started = clocks.started(datetime.fromisoformat(start), count, unit, CALENDAR)
    assert clocks.due(started, CALENDAR) == datetime.fromisoformat(due)
