"""Keeps the numbers of cases on one line: browsers end a line after any hyphen."""

import re
from functools import cache

from django.conf import settings
from markupsafe import Markup

# Elements that hold text alone, in which a tag would be read out.
PLAIN = re.compile(r"<(textarea|option|script|style|title)\b", re.IGNORECASE)


@cache
def _number(prefix: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(prefix)}-[0-9A-Z]{{4}}-[0-9A-Z]{{5}}\b")


def unbroken(html: Markup) -> Markup:
    """A page, or a part of one, in which every number of a case is kept together, wherever its words come from."""
    kept, done = [], 0
    for found in _number(settings.REFERENCE_PREFIX).finditer(html):
        if _is_text(html, found.start()):
            kept += [html[done : found.start()], Markup('<span class="cw-nowrap">'), html[found.start() : found.end()]]
            kept.append(Markup("</span>"))
            done = found.end()
    return Markup("").join([*kept, html[done:]]) if kept else html


def _is_text(html: str, at: int) -> bool:
    """Whether a place in a page is in its text, where a tag may begin: not within a tag, nor within a box."""
    tag = html.rfind("<", 0, at)
    return tag < 0 or (html.rfind(">", 0, at) > tag and not PLAIN.match(html, tag))
