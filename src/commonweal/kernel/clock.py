"""The current time: the one place that asks, so that tests, examples and the demo can run on any day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("commonweal_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)  # noqa: TID251 - this is the door that everybody else must use


def local(moment: datetime, zone: ZoneInfo | None = None) -> datetime:
    """The same moment on the clocks of the place (of `zone`, or the configured one). One without a zone is theirs."""
    if zone is None:
        from django.conf import settings

        zone = ZoneInfo(settings.TIME_ZONE)
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def day_of(moment: datetime, zone: ZoneInfo | None = None) -> date:
    """The calendar day of a moment in the place. In summer a day there begins an hour before that of UTC, so no other
    code calls `.date()` on a moment."""
    return local(moment, zone).date()


def today(zone: ZoneInfo | None = None) -> date:
    """The calendar day in the place's time zone (`zone`, or the configured one)."""
    return day_of(now(), zone)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Within the block, `now()` answers `moment` (aware)."""
    if moment.tzinfo is None:
        raise ValueError("standing_at() needs an aware moment; give it a time zone")
    token = _frozen.set(moment)
    try:
        yield
    finally:
        _frozen.reset(token)
