"""Days, times, sums and numbers as people in this place write them, in the language of the page."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.conf import settings
from django.utils import dateformat, formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.kernel import clock
from commonweal.kernel.money import Money, minor_digits
from commonweal.kernel.text import in_language
from commonweal.kernel.written.phones import spoken_phone

SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}
PATTERNS = {
    "long": "j F Y",
    "short": "j M",
    "short with year": "j M Y",
    "weekday": "l j F Y",
    "month": "F Y",
    "month short": "M",
}
HALVES = {"en": ("am", "pm"), "cy": ("yb", "yp")}


def text(value: object) -> str:
    """The words of a text in several languages, in the language of the page (else English, else any)."""
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping):
        # Also what gettext_lazy gives, and what a template did not find.
        return str(value) if value else ""
    return in_language(value, get_language() or "en")


def phone(value: str) -> str:
    """A telephone number as people of this place write it; what is not kept as one stays as it is."""
    import phonenumbers

    try:
        return spoken_phone(value, settings.PLACE_COUNTRY)
    except phonenumbers.NumberParseException:
        return value


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        # Pages are written in the time of the place, never in that of a reader: nothing here activates another zone.
        return value.astimezone(timezone.get_default_timezone())
    return value


def day(value: date | datetime | None, form: str = "long") -> str:
    """A day: long "3 May 2026", short "3 May" (with its year unless it is this one), weekday "Sunday 3 May 2026", month
    "May 2026", month short "May"; '' for none."""
    if value is None:
        return ""
    local = _local(value)
    if form == "short" and local.year != clock.today().year:
        form = "short with year"
    return _written(get_language() or "", date(local.year, local.month, local.day), PATTERNS[form])


@lru_cache(maxsize=4_096)
def _written(_language: str, local: date, pattern: str) -> str:
    return str(dateformat.format(local, pattern))


def clock_time(value: time | datetime | None) -> str:
    """A time of day: "10am", "2:30pm", "midday"; in languages without such halves "14:30"; '' for none."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    if (local.hour, local.minute) == (12, 0):
        return _("midday")
    if (local.hour, local.minute) == (0, 0):
        return _("midnight")
    halves = HALVES.get((get_language() or "en").split("-", maxsplit=1)[0])
    if halves is None:
        return f"{local.hour}:{local.minute:02}"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{(local.hour - 1) % 12 + 1}{minutes}{halves[local.hour >= 12]}"


def moment(value: datetime | None) -> str:
    """A day with its time: "3 May 2026 at 2:30pm"; '' for none."""
    if value is None:
        return ""
    return _("%(day)s at %(time)s") % {"day": day(value), "time": clock_time(value)}


def number(value: float | Decimal | None, decimals: int | None = None) -> str:
    """A number with its thousands grouped: "11,264", "0.3"; at most two decimals by default; '' for none."""
    if value is None:
        return ""
    if decimals is None and isinstance(value, float):
        value = round(value, 2)
        decimals = 0 if value.is_integer() else None
    if decimals is not None:
        # Django cuts off what does not fit; people round.
        value = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return str(formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True))


def percent(value: float | Decimal | None, decimals: int = 0) -> str:
    """A share between 0 and 1 as "42%"; '' for none."""
    return "" if value is None else f"{number(value * 100, decimals)}%"


def money(value: Money | None, *, exact: bool = False) -> str:
    """A sum: "£12.50", "£1,200" ("£1,200.00" when `exact`, for columns), "−£3"; '' for none."""
    if value is None:
        return ""
    digits = minor_digits(value.currency)
    whole = abs(value.minor) % 10**digits == 0 and not exact
    amount = number(abs(value.major), 0 if whole else digits)
    sign = "\N{MINUS SIGN}" if value.minor < 0 else ""
    return f"{sign}{SYMBOLS.get(value.currency, value.currency + ' ')}{amount}"
