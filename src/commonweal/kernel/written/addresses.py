"""Postal addresses: the parts of one in this country and in another, and the lines of both."""

import re
from collections.abc import Mapping

from commonweal.kernel.written import Unfit, msgid
from commonweal.kernel.written.words import one_line, visible

HERE = ("line1", "lines", "line2", "town", "postcode")
LONGEST, MOST_LINES = 200, 8
# How people call the country of the place, without spaces and points.
_HOME = {
    "GB": {
        *("uk", "unitedkingdom", "greatbritain", "britain", "england", "wales", "scotland", "northernireland"),
        *("ydeyrnasunedig", "deyrnasunedig", "du", "prydainfawr", "prydain", "lloegr", "cymru", "yralban"),
        "gogleddiwerddon",
    }
}
NO_LINES = msgid("Enter the address")
NO_COUNTRY = msgid("Enter the country")
HOME = msgid("Give an address in this country with its postcode, not as one in another country")
TOO_LONG = msgid("Write the address in at most 8 lines")
LONG_LINE = msgid("Write lines of at most 200 characters")


class UnfitPart(Unfit):
    """Something wrong with one part of an address: "lines" or "country". `missing` where nothing was written there."""

    def __init__(self, message: str, part: str, *, missing: bool = False) -> None:
        super().__init__(message)
        self.part, self.missing = part, missing


def is_here(country: str, region: str) -> bool:
    """Whether a country, as people write it, is that of the place (ISO 3166)."""
    plain = re.sub(r"[\W_]", "", country).casefold()
    return plain == region.casefold() or plain in _HOME.get(region, ())


def is_abroad(address: Mapping[str, object], region: str) -> bool:
    """Whether it is given as an address in another country than that of the place, be it whole or not."""
    country = address.get("country")
    if country:
        return not (address.get("postcode") and is_here(str(country), region))
    here = any(address.get(part) for part in ("line1", "postcode", "uprn"))
    return country is not None and bool(address.get("lines")) and not here


def tidy_abroad(address: Mapping[str, object], region: str) -> dict[str, str]:
    """{lines, country}: the lines as they are written there, and no rule of this place (`region`, ISO 3166) for them.

    Programs may give line1, line2, town and postcode instead of lines. Raises UnfitPart."""
    country = one_line(str(address.get("country") or ""))
    lines = _lines(address)
    if not lines:
        raise UnfitPart(NO_LINES, "lines", missing=True)
    if not country:
        raise UnfitPart(NO_COUNTRY, "country", missing=True)
    if is_here(country, region):
        raise UnfitPart(HOME, "country")
    if len(lines) > MOST_LINES:
        raise UnfitPart(TOO_LONG, "lines")
    for part, words in [*(("lines", line) for line in lines), ("country", country)]:
        if len(words) > LONGEST:
            raise UnfitPart(LONG_LINE, part)
    return {"lines": "\n".join(lines), "country": country}


def address_lines(address: Mapping[str, object]) -> list[str]:
    """An address line by line, as on an envelope; the country comes last."""
    country = one_line(str(address.get("country") or ""))
    return [*_lines(address), *([country] if country else [])]


def _lines(address: Mapping[str, object]) -> list[str]:
    given = "\n".join(visible(str(address[part])) for part in HERE if address.get(part))
    return [line for line in map(one_line, given.split("\n")) if line]
