"""Cleans log lines: they show where something failed, without personal data or secrets."""

import re
import sys
import traceback
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from structlog.typing import EventDict

CUT = "[cut]"
# Names under which people's data could slip into a log line; such values are removed.
PRIVATE = frozenset({"email", "phone", "name", "address", "answers", "body", "password", "token", "code", "secret"})
# The messages of these errors come from the program; those of others may repeat a value, a statement, a row.
OF_THE_PROGRAM = (AttributeError, ImportError, NameError, NotImplementedError, RecursionError)
# A part of an address, and whether it looks random or signed.
PART = re.compile(r"(?<=[/=])[^/\s?&#\"'<>]{16,}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
RANDOM = re.compile(r"(?=[^-]*\d)[0-9A-Za-z_]{16,}|[A-Z].*[a-z]|[a-z].*[A-Z]|[:=%]")
# No address of ours has a longer part. The pattern above takes the square of the length, and strangers choose that.
LONGEST_PART = 200


def without_secrets(text: str) -> str:
    """The text without those parts of addresses that may be tokens of links, resets, invitations or sessions."""
    return PART.sub(lambda part: CUT if _looks_random(part[0]) else part[0], text)


def _looks_random(part: str) -> bool:
    return len(part) > LONGEST_PART or (not UUID.fullmatch(part) and bool(RANDOM.search(part)))


def clean(_logger: object, _method: str, event: "EventDict") -> "EventDict":
    """Remove values whose names mark them as personal, and secrets in the other values."""
    return {key: _cleaned(key, value) for key, value in event.items()}


def _cleaned(key: str, value: object) -> object:
    if key in PRIVATE:
        return CUT
    return without_secrets(value) if isinstance(value, str) else value


def traceback_without_values(_logger: object, _method: str, event: "EventDict") -> "EventDict":
    """Put the traceback of `exc_info` under "exception": files, lines and kinds of faults, with no values."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else (given[1] if isinstance(given, tuple) else None)
    if given and error is None:
        error = sys.exc_info()[1]
    if error is not None:
        event["exception"] = "\n".join(_lines(error))
    return event


def _lines(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before)
        yield "which led to:"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} {frame.name}: {frame.line}"
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    yield f"{kind}: {error}" if isinstance(error, OF_THE_PROGRAM) else kind
