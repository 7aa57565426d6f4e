"""Calendar days in words, and limits such as "today - 16 years"."""

import re
from calendar import monthrange
from datetime import date, timedelta

from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.texts import say

MONTHS = (
    msgid("January"),
    msgid("February"),
    msgid("March"),
    msgid("April"),
    msgid("May"),
    msgid("June"),
    msgid("July"),
    msgid("August"),
    msgid("September"),
    msgid("October"),
    msgid("November"),
    msgid("December"),
)
_RELATIVE = re.compile(r"^today(?:\s*([+-])\s*(\d{1,5})\s*(day|week|month|year)s?)?$")


def day_in_words(day: date, language: str) -> str:
    """2 May 2026, as `web.wording.day` writes it, but in any language and also without Django's settings."""
    return f"{day.day} {say(language, MONTHS[day.month - 1])} {day.year}"


def month_number(text: str, language: str) -> int:
    """1 to 12 for "3", "03", "March" or "Mar" in English or the language; 0 for anything else."""
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 2 and 1 <= int(text) <= 12 else 0
    wanted = text.casefold().rstrip(".")
    for number, month in enumerate(MONTHS, start=1):
        for name in (month.casefold(), say(language, month).casefold()):
            if wanted == name or (len(wanted) >= 3 and name.startswith(wanted)):
                return number
    return 0


def limit_day(limit: str | date | None, today: date) -> date | None:
    """The day that a limit means. Raises ValueError where it means none."""
    if limit is None or isinstance(limit, date):
        return limit
    found = _RELATIVE.match(limit.strip())
    if found is None:
        try:
            return date.fromisoformat(limit.strip())
        except ValueError:
            raise ValueError(f"'{limit}' is not a day") from None
    if not found[1]:
        return today
    count = int(found[2]) * (1 if found[1] == "+" else -1)
    if found[3] in ("day", "week"):
        return today + timedelta(days=count * (7 if found[3] == "week" else 1))
    return _months_on(today, count * (12 if found[3] == "year" else 1))


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
