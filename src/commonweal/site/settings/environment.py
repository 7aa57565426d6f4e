"""Reads settings from the environment. Each function reads one kind of value, notes that there is such a setting, and
refuses what does not fit in one line: the variable, what is wrong with it, what to write."""

import os
import re
from collections.abc import Collection, Iterable
from datetime import date
from difflib import get_close_matches
from email.utils import parseaddr
from typing import NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

PREFIX = "COMMONWEAL_"
# All settings that were asked for, so that a misspelt one is noticed.
KNOWN: set[str] = set()
# What tests and benchmarks read for themselves.
ELSEWHERE = frozenset({"CHROMIUM", "EXPLORE", "FAULTS", "PICTURES", "REALDATA"})
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]|\*", re.IGNORECASE)


class SettingRefused(ImproperlyConfigured):
    """A setting that cannot be used; its words are one line."""


def refuse(name: str, wrong: str, remedy: str) -> NoReturn:
    """Refuse the setting COMMONWEAL_<name>: `wrong` is what is wrong with it, `remedy` what to write."""
    raise SettingRefused(" ".join(f"{PREFIX}{name} {wrong}: {remedy}".split()))


def text(name: str, default: str = "") -> str:
    """One line of text."""
    KNOWN.add(name)
    value = os.environ.get(PREFIX + name, default)
    if len(value.splitlines()) > 1:
        refuse(name, "has several lines", "write one")
    return value


def given(name: str) -> bool:
    """Whether somebody set it."""
    return bool(os.environ.get(PREFIX + name))


def _instead(value: str, choices: Iterable[str]) -> str:
    """What might have been meant, of many possible values."""
    nearest = get_close_matches(value, choices, n=1, cutoff=0.6)
    return f"did you mean {nearest[0]}?" if nearest else ""


def _listed(choices: Iterable[str]) -> str:
    *others, last = sorted(choices)
    return f"{', '.join(others)} or {last}" if others else last


def one_of(name: str, default: str, choices: Collection[str]) -> str:
    """One of a few words."""
    value = text(name, default)
    if value not in choices:
        refuse(name, f"is {value!r}", f"it can be {_listed(choices)}")
    return value


def matching(name: str, default: str, pattern: str, remedy: str) -> str:
    """Text of a form that `remedy` describes."""
    value = text(name, default)
    if not re.fullmatch(pattern, value):
        refuse(name, f"is {value!r}", remedy)
    return value


def flag(name: str, *, default: bool) -> bool:
    """A yes/no value: 1, true, yes, on / 0, false, no, off."""
    value = text(name).strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    refuse(name, f"is {value!r}", "write yes or no")


def number(name: str, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
    """A whole number from `least` to `most`."""
    value = text(name).strip()
    remedy = f"write a whole number from {least} to {most}"
    try:
        found = int(value) if value else default
    except ValueError:
        refuse(name, f"is {value!r}", remedy)
    if not least <= found <= most:
        refuse(name, f"is {found}", remedy)
    return found


def port(name: str, default: int) -> int:
    """The number of a port."""
    return number(name, default, least=1, most=65_535)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def words_of(name: str, default: str, choices: Collection[str]) -> list[str]:
    """A comma-separated list of known words."""
    found = words(name, default)
    for word in found:
        if word not in choices:
            hint = _instead(word, choices) or f"it can name {_listed(choices)}"
            refuse(name, f"names {word!r}, which is not known", hint)
    return found


def days(name: str) -> dict[date, str]:
    """Days with a reason: `2026-12-24=Christmas Eve,2026-12-27=Closure`."""
    found = {}
    for part in words(name):
        day, _, reason = part.partition("=")
        try:
            found[date.fromisoformat(day)] = reason or "closed"
        except ValueError:
            refuse(name, f"names {day!r}, which is not a date like 2026-12-24", "write 2026-12-24=Reason")
    return found


def email(name: str, default: str) -> str:
    """An email address, with or without the name before it."""
    value = text(name, default)
    try:
        validate_email(parseaddr(value)[1])
    except ValidationError:
        refuse(name, f"is {value!r}, which is not an email address", "write one like services@example.org")
    return value


def address(name: str, default: str = "", *, path: bool = True) -> str:
    """An http or https address; only scheme, host and port where `path` is no. Empty is allowed if the default is."""
    value = text(name, default).rstrip("/")
    if not value and not default:
        return value
    remedy = "write one like https://services.example.org"
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        refuse(name, f"is {value!r}, which is not an address", remedy)
    if parts.scheme not in {"http", "https"} or not host or " " in value:
        refuse(name, f"is {value!r}, which is not an address", remedy)
    if not path and (parts.path or parts.query or parts.fragment or parts.username):
        refuse(name, f"is {value!r}", f"write it without what follows the host: {parts.scheme}://{parts.netloc}")
    return value


def hosts(name: str, default: str = "") -> list[str]:
    """Names of hosts, without scheme, port and path."""
    found = words(name, default)
    for host in found:
        if not HOST.fullmatch(host):
            refuse(name, f"names {host!r}, which is not a host", "write names like services.example.org")
    return found


def host_and_port(name: str) -> str:
    """`host:port`, the path of a socket, or nothing."""
    value = text(name)
    if value and not value.startswith("/") and not re.fullmatch(r"[^\s:/]+:[1-9]\d{0,4}", value):
        refuse(name, f"is {value!r}", "write host:port, such as 127.0.0.1:3310, or the path of a socket")
    return value


def time_zone(name: str, default: str) -> str:
    """A time zone of the IANA database."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError):
        hint = _instead(value, available_timezones()) or "write one like Europe/London"
        refuse(name, f"is {value!r}, which is not a time zone", hint)
    return value


def refuse_unknown() -> None:
    """Refuse variables that look like settings and are none: a misspelt one would have no effect without a word."""
    for variable in sorted(os.environ):
        name = variable.removeprefix(PREFIX)
        if variable.startswith(PREFIX) and name not in KNOWN | ELSEWHERE:
            hint = _instead(name, KNOWN)
            hint = hint.replace("mean ", f"mean {PREFIX}") or "remove it, or look in docs/operations.md"
            refuse(name, "is not a setting", hint)
