"""Statutory clocks as pure values: how much of a period is used, when it runs out, and what a pause does to it.

A period of days counts the days after the one on which it began. A day is used up if the clock is running when the
day ends, and, for working days, if the place works on it. So pausing and resuming on one day does not use up a day.
Weeks and months are turned into days when the clock starts. Hours are clock hours, less those of pauses.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from commonweal.kernel.clock import day_of
from commonweal.kernel.worktime import Calendar, Unit, add_months

CountUnit = Literal["working_days", "days", "seconds"]


@dataclass(frozen=True)
class Timer:
    """A period that runs and pauses. `allowed` and `used` are in `unit`; `used` is what was used before
    `running_since`, which is None while paused. `counts_from` is the first day that may still be used up."""

    unit: CountUnit
    allowed: int
    used: int
    running_since: datetime | None
    counts_from: date


def started(moment: datetime, count: int, unit: Unit, calendar: Calendar) -> Timer:
    """A clock that begins to run at `moment` (aware) for `count` of `unit`."""
    day = _day(moment, calendar)
    if unit == "hours":
        return Timer("seconds", count * 3600, 0, moment, day)
    if unit == "months":
        count = (add_months(day, count) - day).days
    elif unit == "weeks":
        count *= 7
    kind: CountUnit = "working_days" if unit == "working_days" else "days"
    return Timer(kind, count, 0, moment, day + timedelta(days=1))


def paused(timer: Timer, moment: datetime, calendar: Calendar) -> Timer:
    """Pause the clock at `moment`. A paused one stays as it is."""
    if timer.running_since is None:
        return timer
    today = _day(moment, calendar)
    return replace(
        timer,
        used=used_by(timer, moment, calendar),
        running_since=None,
        counts_from=max(timer.counts_from, today),
    )


def resumed(timer: Timer, moment: datetime, calendar: Calendar) -> Timer:
    """The clock runs on from `moment`. A running one stays as it is."""
    if timer.running_since is not None:
        return timer
    return replace(timer, running_since=moment, counts_from=max(timer.counts_from, _day(moment, calendar)))


def used_by(timer: Timer, moment: datetime, calendar: Calendar) -> int:
    """How much is used at `moment`, in the timer's unit; may exceed what is allowed."""
    if timer.running_since is None:
        return timer.used
    if timer.unit == "seconds":
        return timer.used + max(0, int((moment - timer.running_since).total_seconds()))
    length = (_day(moment, calendar) - timer.counts_from).days
    days = (timer.counts_from + timedelta(days=offset) for offset in range(max(0, length)))
    return timer.used + sum(_counts(timer, day, calendar) for day in days)


def due(timer: Timer, calendar: Calendar) -> datetime | None:
    """When the period runs out if the clock runs on; None while it is paused. Days end at 23:59:59 in the place."""
    return _used_up(timer, timer.allowed, calendar)


def warning(timer: Timer, percent: int, calendar: Calendar) -> datetime | None:
    """When so much of the period is used; None while paused. Part of a day counts as not used."""
    return _used_up(timer, timer.allowed * percent // 100, calendar)


def _used_up(timer: Timer, amount: int, calendar: Calendar) -> datetime | None:
    if timer.running_since is None:
        return None
    missing = amount - timer.used
    if timer.unit == "seconds":
        return timer.running_since + timedelta(seconds=missing)
    day = timer.counts_from - timedelta(days=1)
    while missing > 0:
        day += timedelta(days=1)
        missing -= _counts(timer, day, calendar)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=ZoneInfo(calendar.zone))


def _counts(timer: Timer, day: date, calendar: Calendar) -> bool:
    return timer.unit == "days" or calendar.works(day)


def _day(moment: datetime, calendar: Calendar) -> date:
    return day_of(moment, ZoneInfo(calendar.zone))
