"""Postcodes of the place: British ones as the Royal Mail writes them, those of other places without a rule."""

import re
import unicodedata
from itertools import product

from commonweal.kernel.written import Unfit, msgid
from commonweal.kernel.written.words import one_line, plain_digits

LONGEST = 40
NO_POSTCODE = msgid("Enter a full postcode")
# The outward part, then a digit and two letters; GIR 0AA is the one that does not fit.
_SHAPE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?|GIR)(\d[A-Z]{2})")
# What is in use: no second letter I, J or Z, no district 01, no C, I, K, M, O or V at the end.
_IN_USE = re.compile(
    r"([A-PR-UWYZ][A-HK-Y]?(\d|[1-9]\d)|[A-PR-UWYZ]\d[A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY]|GIR)"
    r"\d[ABD-HJLNP-UW-Z]{2}"
)
_ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}
_ELSEWHERE = re.compile(r"[A-Z0-9]{2,12}")
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]")


def tidy_postcode(text: str, region: str) -> str:
    """ "ea1iaa" -> "EA1 1AA"; `region` is the country of the place (ISO 3166). O for 0 and I for 1 are corrected where
    only one of them can be meant. Raises Unfit where it is not a whole postcode."""
    typed = unicodedata.normalize("NFKC", plain_digits(one_line(text[:LONGEST]))).upper()
    close = _BETWEEN.sub("", typed)
    if region != "GB":
        if not _ELSEWHERE.fullmatch(close):
            raise Unfit(NO_POSTCODE)
        return typed
    found = _SHAPE.fullmatch(_meant(close))
    if not found:
        raise Unfit(NO_POSTCODE)
    return f"{found[1]} {found[2]}"


def _meant(typed: str) -> str:
    """What was typed, or the one postcode of a form in use that looks like it."""
    if not 5 <= len(typed) <= 7 or _IN_USE.fullmatch(typed):
        return typed
    # At most 2 to the power of 7 ways; what is typed as it may be stays.
    alike = ("".join(each) for each in product(*(_ALIKE.get(sign, sign) for sign in typed)))
    found = [each for each in alike if _IN_USE.fullmatch(each)]
    return found[0] if len(found) == 1 else typed


def postcode_key(text: str) -> str:
    """A postcode as it is looked up: capitals and digits alone."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())[:12]


def spoken_postcode(key: str) -> str:
    """A key as people write it: the last three characters of a British one are set apart."""
    found = _SHAPE.fullmatch(key)
    return f"{found[1]} {found[2]}" if found else key
