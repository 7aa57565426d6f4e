"""Postcodes: how they are kept, and how people write them."""

import re


def normal_postcode(typed: str) -> str:
    """A postcode as it is kept: capitals, no spaces."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())[:12]


def written_postcode(kept: str) -> str:
    """A postcode as people write it: the last three characters of a British one stand apart."""
    if re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", kept):
        return f"{kept[:-3]} {kept[-3:]}"
    return kept
