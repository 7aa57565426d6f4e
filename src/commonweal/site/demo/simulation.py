"""Plays stories in the order of their moments: what each does next happens at its own time, then queued work runs."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.conf import settings
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend

from commonweal.blocks.cases.actions.clocks import due_clocks
from commonweal.blocks.cases.tasks import look_at_clocks
from commonweal.kernel import clock
from commonweal.kernel.worktime import place_calendar

QUIET = timedelta(days=40)  # in so long a time without any story no clock runs


@dataclass(frozen=True)
class Wait:
    """How long until a story goes on. `office` waits on until the next working hour of the place."""

    time: timedelta
    office: bool = False


Story = Iterator[Wait]


def later(days: float = 0, hours: float = 0) -> Wait:
    """So much time passes; for what residents do, at any hour of the day."""
    return Wait(timedelta(days=days, hours=hours))


def office(days: float = 0, hours: float = 0) -> Wait:
    """So much time passes; then somebody at work has a moment."""
    return Wait(timedelta(days=days, hours=hours), office=True)


def in_office_hours(moment: datetime) -> datetime:
    """The moment itself, or the next one between nine and five on a working day."""
    local = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    calendar = place_calendar()
    if local.hour >= 17:
        local = (local + timedelta(days=1)).replace(hour=9)
    elif local.hour < 9:
        local = local.replace(hour=9)
    while not calendar.works(clock.day_of(local)):
        local += timedelta(days=1)
    return local


def awake(moment: datetime) -> datetime:
    """The moment itself, or the next one at which people are up."""
    local = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    return local if local.hour >= 7 else local.replace(hour=7 + local.hour % 3)


@dataclass
class Simulation:
    """The stories that are under way, up to the present. What would come after `until` never happens."""

    until: datetime
    _agenda: list[tuple[datetime, int, Story]] = field(default_factory=list)
    _number: Iterator[int] = field(default_factory=count)
    _day: datetime | None = None
    _queue: DummyBackend = field(default_factory=lambda: DummyBackend("default", {"QUEUES": []}))

    def begin(self, moment: datetime, story: Story) -> None:
        """Let a story begin at a moment (aware)."""
        heapq.heappush(self._agenda, (awake(moment), next(self._number), story))

    def run(self) -> int:
        """Play everything; how many steps that were. Queued work is kept in memory and runs after each step."""
        earnest = task_backends["default"]
        task_backends["default"] = self._queue
        try:
            return self._play()
        finally:
            task_backends["default"] = earnest

    def _play(self) -> int:
        steps = 0
        while self._agenda:
            moment, _, story = heapq.heappop(self._agenda)
            if moment >= self.until:
                break
            self._nights_before(moment)
            with clock.standing_at(moment):
                wait = next(story, None)
                self._work()
            steps += 1
            if wait is not None:
                after = moment + wait.time
                goes_on = in_office_hours(after) if wait.office else awake(after)
                heapq.heappush(self._agenda, (goes_on, next(self._number), story))
        self._nights_before(self.until)
        return steps

    def _work(self) -> None:
        while self._queue.results:
            queued = self._queue.results.pop(0)
            queued.task.func(*queued.args, **queued.kwargs)

    def _nights_before(self, moment: datetime) -> None:
        """Let clocks take their effect in each night up to this moment, as the worker does in earnest."""
        day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        if self._day is None or day - self._day > QUIET:
            self._day = day
        while self._day < day:
            self._day += timedelta(days=1)
            with clock.standing_at(min(self._day, self.until)):
                if due_clocks(1):
                    look_at_clocks.func()
                self._work()
