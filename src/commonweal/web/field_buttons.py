"""The buttons inside fields (find address, add another, remove), and the place on the page to which each leads back.

A form with such fields names its address (`action`): sent to the address of the page, it would take the place along to
the next page."""

import re
from collections.abc import Iterable

# What such a button does is the last part of its name; the rest names its field.
ACTS = ("find", "change", "manual", "elsewhere", "add", "remove")
NAME = re.compile(rf"(.+)-({'|'.join(ACTS)})")


def place_of(posted: Iterable[str], html: str) -> str:
    """The id on the page of the field whose button was pressed, given the names that were sent; for an added entry its
    own. '' where none was pressed, or the page does not have the field."""
    for name in posted:
        pressed = NAME.fullmatch(name)
        place = pressed[1].replace(".", "-") if pressed else ""
        if pressed is None or f'id="{place}"' not in html:
            continue
        rows = re.findall(rf'id="({re.escape(place)}-row-\d+)"', html) if pressed[2] == "add" else []
        return str(rows[-1]) if rows else place
    return ""
