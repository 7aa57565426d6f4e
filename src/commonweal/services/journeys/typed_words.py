"""What somebody typed on a page of a journey, to show it to them on a page that could not keep it."""

import re
from collections.abc import Iterable

from commonweal.blocks.forms import api as forms
from commonweal.kernel.problems import NotFound
from commonweal.services.definitions import api as definitions

YES_OR_NO = ("yes", "no")


def words_typed(fields: Iterable[tuple[str, str]], service: str) -> list[str]:
    """The values of fields by name, in order, without the codes of what was chosen in a list."""
    try:
        codes = forms.choices(definitions.published(service).content("form") or [])
    except NotFound:
        codes = {}
    return [value for name, value in fields if value not in codes.get(re.sub(r"-\d+-", ".", name), YES_OR_NO)]
