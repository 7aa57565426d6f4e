"""Numbers as people write them, in any script; what could mean two numbers is refused."""

import re

from commonweal.kernel.written import Unfit, msgid
from commonweal.kernel.written.words import one_line, plain_digits

LONGEST = 40
NO_NUMBER = msgid("Enter a number, for example 12.5")
TWO_MEANINGS = msgid("Write the number without commas or points between thousands, for example 10000 or 10.50")
_SIGNS = str.maketrans({"\u2212": "-", "\u2012": "-", "\u2013": "-", "\ufe63": "-", "\uff0d": "-", "\uff0b": "+"})
_MARKS = str.maketrans({"\u066b": ".", "\u066c": ",", "\uff0e": ".", "\uff0c": ",", "\u2019": "'", "\u02bc": "'"})
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
# Thousands apart, and then a fraction: 1,234.5 and 1 234.5 as here, 1.234,5 as on the continent.
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([ ,'])\d{3}(\1\d{3})*(\.\d+)?", re.ASCII)
_CONTINENTAL = re.compile(r"[+-]?[1-9]\d{0,2}(([ .'])\d{3})(\2\d{3})*,\d+", re.ASCII)
_COMMA = re.compile(r"[+-]?\d+,(\d{1,2})", re.ASCII)


def tidy_numeral(text: str, *, fraction: int | None = None) -> str:
    """The digits with at most one point, as `Decimal` reads them; '' for nothing. `fraction` is how many digits there
    are after the point where that is known, as for money: more are then thousands, or a slip. Raises Unfit."""
    if len(text) > LONGEST:
        raise Unfit(NO_NUMBER)
    typed = plain_digits(one_line(text)).translate(_SIGNS).translate(_MARKS)
    typed = re.sub(r"^([+-]) ", r"\1", typed)
    if not typed:
        return ""
    if _PLAIN.fullmatch(typed):
        after = len(typed.partition(".")[2])
        if fraction is not None and after > fraction:
            raise Unfit(TWO_MEANINGS)
        return typed
    if _GROUPED.fullmatch(typed):
        plain = re.sub(r"[ ,']", "", typed)
    elif _CONTINENTAL.fullmatch(typed) or _COMMA.fullmatch(typed):
        plain = re.sub(r"[ .']", "", typed).replace(",", ".")
    elif re.fullmatch(r"[+-]?[\d., ']+", typed):
        raise Unfit(TWO_MEANINGS)
    else:
        raise Unfit(NO_NUMBER)
    if fraction is not None and len(plain.partition(".")[2]) > fraction:
        raise Unfit(TWO_MEANINGS)
    return plain
