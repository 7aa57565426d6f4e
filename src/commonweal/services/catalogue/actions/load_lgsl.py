"""Loads a list of local-government services as entries that are described only."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from commonweal.kernel.acting import Acting, is_system, require
from commonweal.kernel.journal import record
from commonweal.kernel.tables import Cells, Column, Table, Unusable
from commonweal.services.catalogue.actions.keep_entries import file_by_number, make_findable
from commonweal.services.catalogue.events import ServiceListLoaded
from commonweal.services.catalogue.models import CatalogueEntry

COLUMNS = (
    Column("number", "Identifier", needed=True),
    Column("label", "Label", needed=True),
    Column("description", "Description"),
)
LONGEST_LABEL = 300
LARGEST_NUMBER = 2**31 - 1  # what the column of the number holds


@dataclass
class Loaded:
    """What became of the rows: counts, and (line, reason) of each refused one."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    online: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def _number(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and 0 < int(written) <= LARGEST_NUMBER):
        raise ValueError("is not the number of a service, such as 1614")
    return int(written)


def _label(written: str) -> str:
    if len(written) > LONGEST_LABEL:
        raise ValueError(f"is longer than {LONGEST_LABEL} characters")
    return written


def _new_number(cells: Cells, seen: dict[int, int], line: int) -> int:
    number = cells.needed("number", _number)
    if number in seen:
        raise cells.unusable("number", f"is already on line {seen[number]}")
    cells.needed("label", _label)
    seen[number] = line
    return number


@transaction.atomic
def load_lgsl(*, table: Table, acting: Acting, progress: Callable[[int], None] = lambda _: None) -> Loaded:
    """Make an entry for each service of the list, a table with COLUMNS. A service that this place has published itself
    under that number is left alone; running it twice changes nothing. Rows that cannot be used are reported."""
    require(is_system, acting)
    report = Loaded()
    present = {row.key: row for row in CatalogueEntry.objects.filter(online=False)}
    published = set(CatalogueEntry.objects.filter(online=True).exclude(lgsl=None).values_list("lgsl", flat=True))
    seen: dict[int, int] = {}
    for row in table:
        progress(row.line)
        try:
            number = _new_number(row.use(), seen, row.line)
        except Unusable as unusable:
            report.refused.append((row.line, str(unusable)))
            continue
        if number in published:
            report.online += 1
            continue
        _keep(number, row.cells, present.get(f"lgsl/{number}"), report)
    file_by_number()
    counts = (report.created, report.changed, report.unchanged, report.online, len(report.refused))
    record(ServiceListLoaded("lgsl", *counts), acting=acting, object="catalogue:lgsl")
    return report


def _keep(number: int, cells: Cells, present: CatalogueEntry | None, report: Loaded) -> None:
    title = {"en": cells["label"]}
    described = cells["description"]
    summary = {"en": described} if described else {}
    if present is not None and (present.title, present.summary) == (title, summary):
        report.unchanged += 1
        return
    entry, new = CatalogueEntry.objects.update_or_create(
        key=f"lgsl/{number}", defaults={"title": title, "summary": summary, "online": False, "lgsl": number}
    )
    report.created += new
    report.changed += not new
    make_findable(entry)
