"""Working time: which days the place works, and what is so many working days, months or hours from a moment."""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.conf import settings

from commonweal.kernel.clock import day_of
from commonweal.kernel.publicholidays import public_holidays

Unit = Literal["working_days", "days", "weeks", "months", "hours"]
MOST_YEARS = 1000  # a longer period may end after the last day that can be written


@dataclass(frozen=True)
class Calendar:
    """The working days of a place: Monday is 0; `closed` are extra days off, `holidays` the public ones."""

    zone: str = "Europe/London"
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    country: str = "GB"
    subdivision: str | None = "ENG"
    closed: Mapping[date, str] = field(default_factory=dict, hash=False)

    def holiday(self, day: date) -> str | None:
        """The name of the holiday or closure that falls on the day, or None."""
        if day in self.closed:
            return self.closed[day]
        return public_holidays(self.country, self.subdivision, day.year).get(day)

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() in self.weekdays and self.holiday(day) is None

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that is `count` working days after `day` (before it if negative). 0 gives the day itself,
        or the next working day."""
        step = timedelta(days=1 if count >= 0 else -1)
        while not self.works(day) and count == 0:
            day += step
        while count:
            day += step
            if self.works(day):
                count -= 1 if step.days > 0 else -1
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; 0 if `end` is not later."""
        weeks, days = divmod(max(0, (end - start).days), 7)
        rest = sum((start.weekday() + offset) % 7 in self.weekdays for offset in range(1, days + 1))
        off = {*self.closed, *self._public_holidays(start.year, end.year)}
        lost = sum(start < day <= end and day.weekday() in self.weekdays for day in off)
        return weeks * len(self.weekdays) + rest - lost

    def _public_holidays(self, first: int, last: int) -> Iterator[date]:
        for year in range(first, last + 1):
            yield from public_holidays(self.country, self.subdivision, year)

    def due(self, start: datetime, count: int, unit: Unit) -> datetime:
        """When a duration that began at `start` is over. Days end at the end of the day in the place (23:59:59);
        hours are clock hours; months end on the same day, or the last of a shorter month."""
        if unit == "hours":
            return start + timedelta(hours=count)
        zone = ZoneInfo(self.zone)
        day = day_of(start, zone)
        if unit == "working_days":
            day = self.add_working_days(day, count)
        elif unit == "months":
            day = add_months(day, count)
        else:
            day += timedelta(days=count * (7 if unit == "weeks" else 1))
        return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone)


def add_months(day: date, count: int) -> date:
    """The same day of the month `count` months later, or the last day of that month."""
    index = day.month - 1 + count
    year, month = day.year + index // 12, index % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def place_calendar() -> Calendar:
    """The calendar of this place, from the settings."""
    return Calendar(
        zone=settings.TIME_ZONE,
        country=settings.PLACE_COUNTRY,
        subdivision=settings.PLACE_SUBDIVISION or None,
        closed=settings.PLACE_CLOSED_DAYS,
    )
