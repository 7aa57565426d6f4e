"""Numbers as people write them, and the limits that they may have."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from commonweal.blocks.forms.faults import Wrong
from commonweal.blocks.forms.words import msgid
from commonweal.kernel.definition import Finding, Path

LONGEST = 40
_GROUPED = re.compile(r"^[+-]?\d{1,3}([ ,]\d{3})+(\.\d+)?$")
_PLAIN = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)$", re.ASCII)


def plain_numeral(text: str) -> str:
    """Without the commas or spaces between thousands; a text that is no numeral comes back as it is.

    Python also takes "1e5", "1_000", "nan" and other scripts' digits; those are put out of `float`'s reach."""
    if len(text) > LONGEST:
        return "not a number"
    text = text.replace("\u00a0", " ").replace("\u2212", "-").strip()
    if _GROUPED.match(text):
        text = text.replace(",", "").replace(" ", "")
    return text if not text or _PLAIN.match(text) else "not a number"


def check_range(value: Any, least: Any, most: Any, written: Callable[[Any], str]) -> None:
    """Refuse a value outside the limits; `written` puts a limit into words. Raises Wrong."""
    if least is not None and value < least:
        raise Wrong(msgid("Enter {min} or more"), min=written(least))
    if most is not None and value > most:
        raise Wrong(msgid("Enter {max} or less"), max=written(most))


def range_findings(key: str, least: Any, most: Any, path: Path) -> Iterable[Finding]:
    """A question that no answer can satisfy."""
    if least is not None and most is not None and least > most:
        yield Finding(
            "form-limits",
            f"No answer to '{key}' can be at least {least} and at most {most}.",
            "Make min smaller than max.",
            path,
        )
