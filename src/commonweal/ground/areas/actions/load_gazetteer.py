"""Loads the gazetteer from a table: postcodes or whole addresses, each placed in its area."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from commonweal.ground.areas import gazetteer_cells as kinds
from commonweal.ground.areas.actions.load_areas import Loaded
from commonweal.ground.areas.events import GazetteerLoaded
from commonweal.ground.areas.models import GazetteerEntry
from commonweal.ground.areas.placing import Places, Point
from commonweal.kernel import journal
from commonweal.kernel.acting import Acting, is_system, require
from commonweal.kernel.tables import Cells, Column, Table, TableRefused, Unusable

BATCH = 1000
NAMES = ("uprn", "town", "latitude", "longitude", "area_id")
COLUMNS = (
    Column("postcode", "postcode", "--postcode", needed=True),
    Column("address", "address", "--address"),
    Column("town", "town", "--town"),
    Column("uprn", "uprn", "--uprn"),
    Column("latitude", "lat", "--lat"),
    Column("longitude", "lon", "--lon"),
    Column("area", "area_code", "--area-code"),
)


@dataclass
class GazetteerReport(Loaded):
    """Besides: which areas the file names that were not loaded, and how many of their entries a point has placed."""

    placed_by_point: dict[str, int] = field(default_factory=dict)


@dataclass
class _Seen:
    """The line of the file on which each address and each property number was found."""

    addresses: dict[tuple[str, str], int] = field(default_factory=dict)
    uprns: dict[str, int] = field(default_factory=dict)

    def note(self, entry: GazetteerEntry, line: int) -> None:
        """Remember the entry; Unusable where the file has had it."""
        address = (entry.postcode, entry.lines)
        if address in self.addresses:
            raise Unusable(f"the same address is on line {self.addresses[address]}")
        if entry.uprn in self.uprns:
            raise Unusable(f"line {self.uprns[entry.uprn]} has another address with the UPRN {entry.uprn}")
        self.addresses[address] = line
        if entry.uprn:
            self.uprns[entry.uprn] = line


def must_place(table: Table) -> None:
    """Raises TableRefused for a table without columns for the area or the point of an entry."""
    there = set(table.found)
    if "area" in there or {"latitude", "longitude"} <= there:
        return
    wrong = "there is neither a column of areas nor one each for latitude and longitude"
    close = [f"{column.option} {heading}" for column, heading in table.perhaps(COLUMNS)]
    remedy = f"Say {' '.join(close)}, if that is meant" if close else "Name them with --area-code, or --lat and --lon"
    raise TableRefused(table.file, wrong, remedy, line=1)


def _point(cells: Cells) -> Point | None:
    latitude, longitude = cells.read("latitude", kinds.latitude), cells.read("longitude", kinds.longitude)
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise cells.unusable(
            "latitude" if latitude is None else "longitude", "is empty, and the other coordinate is not"
        )
    return Point(longitude, latitude)


def _area(cells: Cells, point: Point | None, places: Places, report: GazetteerReport) -> str:
    written = cells["area"]
    named = places.called(written) if written else None
    if named is not None:
        if point is not None and places.is_far(named, point):
            exchanged = not places.is_far(named, point.exchanged())
            raise _wrong_point(cells, f"is far from the area {written!r}", exchanged=exchanged)
        return named
    if point is None:
        raise (
            cells.unusable("area", "is not a code, key or name of an area; load the areas first")
            if written
            else Unusable("it has neither an area nor coordinates")
        )
    found = places.at(point)
    if found is None:
        exchanged = places.at(point.exchanged()) is not None
        raise _wrong_point(cells, "is not in any loaded area; load the areas first", exchanged=exchanged)
    if written:
        report.placed_by_point[written] = report.placed_by_point.get(written, 0) + 1
    return found


def _wrong_point(cells: Cells, wrong: str, *, exchanged: bool) -> Unusable:
    point = f"the point {cells['latitude']}, {cells['longitude']}"
    return Unusable(f"{point} has latitude and longitude exchanged" if exchanged else f"{point} {wrong}")


def _entry(cells: Cells, places: Places, report: GazetteerReport) -> GazetteerEntry:
    postcode = cells.needed("postcode", kinds.postcode)
    point = _point(cells)
    return GazetteerEntry(
        postcode=postcode,
        lines=cells.read("address", kinds.address_lines),
        town=cells.read("town", kinds.town),
        uprn=cells.read("uprn", kinds.uprn),
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        area_id=_area(cells, point, places, report),
    )


@transaction.atomic
def load_gazetteer(
    *, table: Table, acting: Acting, progress: Callable[[int], None] = lambda _: None
) -> GazetteerReport:
    """Create or change one entry for each row, found again by postcode and address lines.

    A row that cannot be used is skipped and reported with its line. TableRefused where no row has an area or point."""
    require(is_system, acting)
    must_place(table)
    report, places, seen = GazetteerReport(), Places(), _Seen()
    present = {
        (postcode, lines): tuple(rest)
        for postcode, lines, *rest in GazetteerEntry.objects.values_list("postcode", "lines", *NAMES)
    }
    fresh = []
    for row in table:
        progress(row.line)
        try:
            entry = _entry(row.use(), places, report)
            seen.note(entry, row.line)
        except Unusable as unusable:
            report.refused.append((row.line, str(unusable)))
            continue
        if _differs(entry, present, report):
            fresh.append(entry)
    GazetteerEntry.objects.bulk_create(
        fresh,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["postcode", "lines"],
        update_fields=["uprn", "town", "latitude", "longitude", "area"],
    )
    if report.created or report.changed:
        fact = GazetteerLoaded(created=report.created, changed=report.changed)
        journal.record(fact, acting=acting, object="gazetteer:place")
    return report


def _differs(
    entry: GazetteerEntry, present: Mapping[tuple[str, str], tuple[object, ...]], report: GazetteerReport
) -> bool:
    key = (entry.postcode, entry.lines)
    if present.get(key) == tuple(getattr(entry, name) for name in NAMES):
        report.unchanged += 1
        return False
    report.changed += key in present
    report.created += key not in present
    return True
