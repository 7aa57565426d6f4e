"""Figures as they are handed out. None is a number that was suppressed, or that is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.kernel.text import Text


@dataclass(frozen=True)
class MonthFigures:
    """A month (its first day): applications begun and sent, cases opened and closed."""

    month: date
    begun: int | None
    submitted: int | None
    opened: int | None
    closed: int | None


@dataclass(frozen=True)
class ServiceFigures:
    """A service over the period: sums, the share of those begun that were sent (0 to 1), and the median number of
    whole days from opening a case to closing it. `months` has every month of the period, oldest first."""

    service: str
    title: Text
    begun: int | None
    submitted: int | None
    opened: int | None
    closed: int | None
    completion: float | None
    median_days: float | None
    months: Sequence[MonthFigures]
