"""Reads settings from the environment, with clear errors for values that do not fit."""

import os
from datetime import date

from django.core.exceptions import ImproperlyConfigured

PREFIX = "COMMONWEAL_"


def text(name: str, default: str = "") -> str:
    """COMMONWEAL_<name>, or the default."""
    return os.environ.get(PREFIX + name, default)


def flag(name: str, *, default: bool) -> bool:
    """A yes/no value: 1, true, yes, on / 0, false, no, off."""
    value = text(name).strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}: write yes or no")


def number(name: str, default: int, *, least: int | None = None, most: int | None = None) -> int:
    """A whole number, between `least` and `most` where they are given."""
    value = text(name).strip()
    try:
        found = int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{PREFIX}{name} is {value!r}: write a whole number") from error
    if (least is not None and found < least) or (most is not None and found > most):
        raise ImproperlyConfigured(f"{PREFIX}{name} is {found}: write a number from {least} to {most}")
    return found


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def days(name: str) -> dict[date, str]:
    """Days with a reason: `2026-12-24=Christmas Eve,2026-12-27=Closure`."""
    found = {}
    for part in words(name):
        day, _, reason = part.partition("=")
        try:
            found[date.fromisoformat(day)] = reason or "closed"
        except ValueError as error:
            raise ImproperlyConfigured(f"{PREFIX}{name}: {day!r} is no date like 2026-12-24") from error
    return found
