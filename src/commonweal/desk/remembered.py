"""The saved views of everybody, from memory: every look at a queue shows one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from commonweal.desk.models import SavedFilter
from commonweal.kernel.remembered import remembered


@dataclass(frozen=True)
class SavedView:
    """A view under the name that its owner gave it; `query` is the page's query string."""

    pk: UUID
    name: str
    query: str


@remembered(SavedFilter)
def _all() -> Mapping[tuple[str, str], Sequence[SavedView]]:
    found: dict[tuple[str, str], list[SavedView]] = {}
    rows = SavedFilter.objects.values_list("person_id", "organisation_id", "pk", "name", "query")
    for person, organisation, pk, name, query in rows:
        found.setdefault((str(person), str(organisation)), []).append(SavedView(pk, name, query))
    return found


def saved_views(person: str, organisation: str) -> Sequence[SavedView]:
    """The views that a person saved for an organisation (ids), by name."""
    return _all().get((person, organisation), ())
