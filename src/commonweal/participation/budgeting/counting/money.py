"""Money as whole millionths of the currency unit, so that no count rounds the numbers of a file."""

import re
from fractions import Fraction

UNIT = 1_000_000
"""Millionths in one currency unit."""

LARGEST = 10**12 * UNIT
"""The largest amount that is accepted: a million millions of currency units."""

_AMOUNT = re.compile(r"[+]?([0-9]{1,30})(?:[.,]([0-9]{0,30}))?")


def parse_amount(text: str) -> int:
    """An amount as files write it (`1716138.17`, `400000.0`) in millionths.

    Raises ValueError with a reason when it is not a plain number, has more than six decimals, or is too large.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text[:40]!r} is not an amount of money")
    whole, decimals = match.group(1), (match.group(2) or "").rstrip("0")
    if len(decimals) > 6:
        raise ValueError(f"{text[:40]!r} has more than six decimals")
    amount = int(whole) * UNIT + int(decimals.ljust(6, "0"))
    if amount > LARGEST:
        raise ValueError(f"{text[:40]!r} is larger than a million millions")
    return amount


def plain_amount(amount: int | Fraction, *, decimals: int = 6) -> str:
    """An amount in millionths as a decimal number without thousands marks, cut (never rounded up)."""
    millionths = int(amount)
    sign = "-" if millionths < 0 else ""
    whole, rest = divmod(abs(millionths), UNIT)
    tail = f"{rest:06d}"[:decimals].rstrip("0")
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"


def spoken_amount(amount: int | Fraction, currency: str = "") -> str:
    """An amount in millionths as people write it: `1,071,600 EUR`, with two decimals only where they matter."""
    hundredths = int(amount) // (UNIT // 100)
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    number = f"{sign}{whole:,}" + (f".{rest:02d}" if rest else "")
    return f"{number} {currency}".strip()


def json_amount(amount: int) -> int | float:
    """An amount in millionths as a JSON number in currency units: whole where it is whole."""
    return amount // UNIT if amount % UNIT == 0 else amount / UNIT
