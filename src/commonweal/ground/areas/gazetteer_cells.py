"""The kinds of cell in a gazetteer: each returns what is kept, or raises ValueError with what is wrong."""

import re

from django.conf import settings

from commonweal.kernel.written import Unfit
from commonweal.kernel.written.postcodes import postcode_key, tidy_postcode
from commonweal.kernel.written.words import one_line

_DEGREES = re.compile(r"[+-]?\d{1,9}([.,]\d*)?([eE][+-]?\d{1,2})?", re.ASCII)
_GRID = 1000  # degrees never reach it; metres of a national grid do


def postcode(written: str) -> str:
    """As it is kept: capitals without spaces."""
    try:
        return postcode_key(tidy_postcode(written, settings.PLACE_COUNTRY))
    except Unfit:
        british = settings.PLACE_COUNTRY == "GB"
        wrong = "whole British postcode, such as EA1 2AB" if british else "postcode: it has 2 to 12 letters and digits"
        raise ValueError(f"is not a {wrong}") from None


def uprn(written: str) -> str:
    """The property's number without leading zeros, with which some programs fill it up to twelve digits."""
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", written):
        raise ValueError("was rounded by a spreadsheet; export the file anew with this column as text")
    if settings.PLACE_COUNTRY != "GB":
        return short(written, 20)
    if written and not re.fullmatch(r"0*[1-9]\d{0,11}", written, re.ASCII):
        raise ValueError("is not a UPRN, which is a number of up to 12 digits")
    return written.lstrip("0")


def latitude(written: str) -> float | None:
    """Degrees north of the equator (WGS 84)."""
    return _degrees(written, "latitude", 90)


def longitude(written: str) -> float | None:
    """Degrees east of Greenwich (WGS 84)."""
    return _degrees(written, "longitude", 180)


def address_lines(written: str) -> str:
    """The lines of an address, in one."""
    return short(written, 300)


def town(written: str) -> str:
    """The post town."""
    return short(written, 120)


def short(written: str, most: int) -> str:
    """One line of words; longer ones are not cut, because a part of an address is another address."""
    words = one_line(written)
    if len(words) > most:
        raise ValueError(f"is longer than {most} characters; is a quotation mark missing in the line?")
    return words


def _degrees(written: str, kind: str, most: int) -> float | None:
    if not written:
        return None
    if not _DEGREES.fullmatch(written):
        raise ValueError(f"is not a {kind} in degrees, such as -4.925")
    # A comma is the decimal mark of many countries; degrees have no thousands that it could part.
    degrees = float(written.replace(",", "."))
    if abs(degrees) >= _GRID:
        raise ValueError(
            f"is not a {kind} in degrees: it looks like metres of a national grid; export the file in WGS 84 degrees"
        )
    if abs(degrees) > most:
        raise ValueError(f"is not a {kind}, which is between -{most} and {most}")
    return degrees
