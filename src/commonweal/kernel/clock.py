"""What time it is: the one place that asks, so that tests, examples and the demo can stand on any day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("commonweal_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)  # noqa: TID251 - this is the door that everybody else must use


def today(zone: ZoneInfo | None = None) -> date:
    """The calendar day in the place's time zone (`zone`, or the configured one)."""
    if zone is None:
        from django.conf import settings

        zone = ZoneInfo(settings.TIME_ZONE)
    return now().astimezone(zone).date()


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
