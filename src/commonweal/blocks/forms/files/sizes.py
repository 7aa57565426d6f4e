"""Sizes of files, as people write and read them."""

import re

_UNITS = {"": 1, "B": 1, "KB": 1000, "MB": 1_000_000, "KIB": 1024, "MIB": 1_048_576}
_SIZE = re.compile(r"^(\d+(?:\.\d+)?)\s*([KM]?I?B)?$", re.IGNORECASE)


def parse_size(value: object) -> object:
    """ "10MB" -> 10000000; a number is bytes already. Raises ValueError."""
    if not isinstance(value, str):
        return value
    found = _SIZE.match(value.strip())
    if found is None:
        raise ValueError("write a size such as 10MB or 500KB")
    return round(float(found[1]) * _UNITS[(found[2] or "").upper()])


def size_in_words(size: int) -> str:
    """12345678 -> "12.3MB"."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f}MB".replace(".0MB", "MB")
    return f"{size / 1000:.0f}KB" if size >= 1000 else f"{size}B"
