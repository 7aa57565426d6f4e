"""Working time agrees with counting the days one by one."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.kernel.publicholidays import public_holidays
from commonweal.kernel.worktime import Calendar, add_months, place_calendar

CLOSED = {date(2026, 12, 29): "Closed between the years"}
ENGLAND = Calendar(closed=CLOSED)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def one_by_one(calendar: Calendar, start: date, count: int) -> date:
    """The slow way: a list of all working days, and the place of the wanted one in it."""
    reach = [start + timedelta(days=offset) for offset in range(-400, 401)]
    if count > 0:
        return [day for day in reach if day > start and calendar.works(day)][count - 1]
    if count < 0:
        return [day for day in reach if day < start and calendar.works(day)][count]
    return next(day for day in reach if day >= start and calendar.works(day))


@settings(deadline=None)  # the first question loads the holidays
@given(days, st.integers(-60, 60))
def test_working_days_after_a_day_are_those_counted_one_by_one(start, count):
    assert ENGLAND.add_working_days(start, count) == one_by_one(ENGLAND, start, count)


@settings(deadline=None)
@given(days, st.integers(0, 60))
def test_between_a_day_and_so_many_working_days_later_lie_so_many(start, count):
    end = ENGLAND.add_working_days(start, count)
    expected = count or int(end > start)
    assert ENGLAND.working_days_between(start, end) == expected


def test_a_bank_holiday_and_a_closure_are_no_working_days():
    assert ENGLAND.holiday(date(2026, 5, 4)) == "May Day"
    assert not ENGLAND.works(date(2026, 12, 29))
    assert ENGLAND.add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 30)


def test_scotland_keeps_other_days_than_england():
    second = date(2026, 1, 2)
    assert ENGLAND.works(second)
    assert not Calendar(subdivision="SCT").works(second)


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert ENGLAND.working_days_between(date(2026, 5, 8), date(2026, 5, 1)) == 0


SATURDAYS = Calendar(
    weekdays=frozenset({1, 4, 5}), closed={date(2026, 1, 4): "A Sunday", date(2025, 12, 26): "Twice off"}
)


@pytest.mark.parametrize("calendar", [ENGLAND, SATURDAYS], ids=["England", "Tuesday, Friday, Saturday"])
@pytest.mark.parametrize("year", [2024, 2025])
def test_days_of_work_over_years_are_those_that_one_counts(calendar, year):
    start = date(year, 12, 20)
    count = 0
    for offset in range(1, 800):
        day = start + timedelta(days=offset)
        count += calendar.works(day)
        assert calendar.working_days_between(start, day) == count, day


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 15), 12, date(2027, 5, 15)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_of_a_shorter_one(day, count, expected):
    assert add_months(day, count) == expected


@pytest.mark.parametrize(
    ("count", "unit", "expected"),
    [
        (2, "hours", "2026-05-01T15:30:00+00:00"),
        (2, "days", "2026-05-03T22:59:59+00:00"),
        (1, "weeks", "2026-05-08T22:59:59+00:00"),
        (1, "working_days", "2026-05-05T22:59:59+00:00"),
        (1, "months", "2026-06-01T22:59:59+00:00"),
    ],
)
def test_a_duration_ends_at_the_end_of_the_day_in_the_place(count, unit, expected):
    friday = datetime(2026, 5, 1, 13, 30, tzinfo=UTC)
    assert ENGLAND.due(friday, count, unit).astimezone(UTC).isoformat() == expected


def test_late_in_the_evening_utc_is_the_next_day_in_the_place():
    late = datetime(2026, 5, 5, 23, 30, tzinfo=UTC)
    assert ENGLAND.due(late, 1, "working_days").astimezone(UTC).isoformat() == "2026-05-07T22:59:59+00:00"


def test_the_place_says_which_days_it_keeps(settings):
    settings.PLACE_CLOSED_DAYS = CLOSED
    settings.PLACE_SUBDIVISION = "SCT"
    calendar = place_calendar()
    assert not calendar.works(date(2026, 12, 29))
    assert not calendar.works(date(2026, 1, 2))


@pytest.mark.parametrize(("country", "part"), [("GB", "ENG"), ("GB", "SCT"), ("DE", "BY"), ("FR", None), ("US", "CA")])
def test_the_holidays_of_one_country_are_those_of_the_whole_library(country, part):
    import holidays

    for year in (2024, 2026, 2027):
        whole = dict(holidays.country_holidays(country, subdiv=part, years=year).items())
        assert dict(public_holidays(country, part, year)) == whole


def test_only_the_asked_country_is_imported():
    ask = (
        "import sys; from commonweal.kernel.publicholidays import public_holidays as p; assert p('GB', 'ENG', 2026);"
        "print(sum(m.startswith('holidays.countries.') for m in sys.modules), 'holidays.countries' in sys.modules);"
        "import holidays; print(len(holidays.country_holidays('AT', years=2026)))"
    )
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout.splitlines()
    assert int(said[0].split()[0]) < 5
    assert int(said[1]) > 5


def test_an_unknown_country_is_refused():
    with pytest.raises(NotImplementedError, match="XX"):
        public_holidays("XX", None, 2026)
