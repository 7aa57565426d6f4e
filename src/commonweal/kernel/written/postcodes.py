"""Postcodes: the form in which they are kept and compared."""

import re

# The outward part, then a digit and two letters; GIR 0AA is the one that does not fit.
_UK = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?|GIR)(\d[A-Z]{2})$")


def tidy_postcode(text: str) -> str | None:
    """ "ea11aa" -> "EA1 1AA"; None where it is not a whole British postcode."""
    found = _UK.match(re.sub(r"[\s.\-]", "", text).upper()[:10])
    return f"{found[1]} {found[2]}" if found else None
