"""The buttons inside fields (find address, add another, remove), and the place on the page to which each leads back.

A form with such fields names its address (`action`): sent to the address of the page, it would take the place along to
the next page."""

import re
from collections.abc import Collection, Iterable, Sequence

# What such a button does is the last part of its name; the rest names its field.
ACTS = ("find", "change", "manual", "elsewhere", "add", "remove")
NAME = re.compile(rf"(.+)-({'|'.join(ACTS)})")


ASKED = re.compile(r'name="_asked" value="([^"]+)"')


def place_of(posted: Iterable[str], html: str, asked: Collection[str] = ()) -> str:
    """The id on the page of the field whose button was pressed, given the names that were sent; for an added entry its
    own, or that of an earlier entry which has a new question by now. '' where none was pressed, or the page does not
    have the field. `asked` are the names of the questions that the page had before."""
    for name in posted:
        pressed = NAME.fullmatch(name)
        place = pressed[1].replace(".", "-") if pressed else ""
        if pressed is None or f'id="{place}"' not in html:
            continue
        rows = re.findall(rf'id="{re.escape(place)}-row-(\d+)"', html) if pressed[2] == "add" else []
        return f"{place}-row-{_row_to_go_on(pressed[1], rows, html, asked)}" if rows else place
    return ""


def _row_to_go_on(name: str, rows: Sequence[str], html: str, asked: Collection[str]) -> str:
    new = set(ASKED.findall(html)) - set(asked) if asked else set()
    return next((row for row in rows if any(each.startswith(f"{name}-{row}-") for each in new)), rows[-1])
