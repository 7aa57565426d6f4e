"""Loads a list of local-government services as entries that are described only."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from commonweal.kernel.acting import Acting, is_system, require
from commonweal.kernel.journal import record
from commonweal.services.catalogue.actions.keep_entries import file_by_number, make_findable
from commonweal.services.catalogue.events import ServiceListLoaded
from commonweal.services.catalogue.models import CatalogueEntry


@dataclass
class Loaded:
    """What became of the rows: counts, and (line, reason) of each refused one."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    online: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def _number(row: Mapping[str, str], seen: set[int]) -> int:
    written = (row.get("Identifier") or "").strip()
    if not written.isdecimal():
        raise ValueError(f"its Identifier is {written!r}, which is no number")
    if int(written) in seen:
        raise ValueError(f"the Identifier {written} stands in the file twice")
    if not (row.get("Label") or "").strip():
        raise ValueError("it has no Label")
    return int(written)


@transaction.atomic
def load_lgsl(
    *, rows: Iterable[Mapping[str, str]], acting: Acting, progress: Callable[[int], None] = lambda _: None
) -> Loaded:
    """Make an entry for each service of the list (columns Identifier, Label, Description). A service that this place
    has published itself under that number is left alone; running it twice changes nothing."""
    require(is_system, acting)
    report = Loaded()
    present = {row.key: row for row in CatalogueEntry.objects.filter(online=False)}
    published = set(CatalogueEntry.objects.filter(online=True).exclude(lgsl=None).values_list("lgsl", flat=True))
    seen: set[int] = set()
    for line, row in enumerate(rows, start=2):
        progress(line)
        try:
            number = _number(row, seen)
        except ValueError as error:
            report.refused.append((line, str(error)))
            continue
        seen.add(number)
        if number in published:
            report.online += 1
            continue
        _keep(number, row, present.get(f"lgsl/{number}"), report)
    file_by_number()
    counts = (report.created, report.changed, report.unchanged, report.online, len(report.refused))
    record(ServiceListLoaded("lgsl", *counts), acting=acting, object="catalogue:lgsl")
    return report


def _keep(number: int, row: Mapping[str, str], present: CatalogueEntry | None, report: Loaded) -> None:
    title = {"en": (row.get("Label") or "").strip()}
    described = (row.get("Description") or "").strip()
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
