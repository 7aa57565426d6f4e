"""The section `form:` of the definition language."""

from typing import Any

from commonweal.blocks.forms.checking import check
from commonweal.blocks.forms.journey import steps
from commonweal.blocks.forms.naming import expressions, names
from commonweal.blocks.forms.page import CHECK, Form
from commonweal.kernel.definition import ExampleRun, Section


def expect_pages(content: Any, expected: Any, run: ExampleRun) -> str | None:
    """`expect: {pages: [where, items]}`: the pages that the example goes through, in order."""
    del content
    if not isinstance(expected, list):
        return "`pages` must be a list of page keys"
    seen = [name.removeprefix("form/") for name in run.pages]
    seen = [name for name in seen if name != CHECK]
    if seen == list(expected):
        return None
    return f"goes through the pages {', '.join(seen) or 'none'}, not {', '.join(map(str, expected)) or 'none'}"


SECTIONS = [
    Section(
        key="form",
        model=Form,
        order=20,
        names=names,
        expressions=expressions,
        check=check,
        steps=steps,
        expect={"pages": expect_pages},
        title={"en": "Questions", "cy": "Cwestiynau"},
    )
]
