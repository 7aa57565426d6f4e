"""Loads the gazetteer from CSV rows: postcodes or whole addresses, each placed in its area."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from commonweal.ground.areas import geometry
from commonweal.ground.areas.actions.load_areas import Loaded
from commonweal.ground.areas.events import GazetteerLoaded
from commonweal.ground.areas.models import Area, GazetteerEntry
from commonweal.ground.areas.postcodes import normal_postcode
from commonweal.kernel import journal
from commonweal.kernel.acting import Acting, is_system, require

BATCH = 1000


@dataclass(frozen=True)
class Columns:
    """Which column says what; a column that the file lacks is left empty."""

    postcode: str = "postcode"
    lines: str = "address"
    town: str = "town"
    uprn: str = "uprn"
    latitude: str = "lat"
    longitude: str = "lon"
    area_code: str = "area_code"


class _Places:
    """The areas by code and by boundary, read once."""

    def __init__(self) -> None:
        self.by_code: dict[str, str] = {}
        self.shapes: list[Area] = []
        for area in Area.objects.all():
            if area.code:
                self.by_code[area.code] = area.key
            if area.geometry:
                self.shapes.append(area)
        self.shapes.sort(key=lambda area: -area.key.count("/"))

    def find(self, code: str, longitude: float | None, latitude: float | None) -> str | None:
        if code in self.by_code:
            return self.by_code[code]
        if longitude is None or latitude is None:
            return None
        for area in self.shapes:
            inside_box = area.west <= longitude <= area.east and area.south <= latitude <= area.north  # type: ignore[operator]
            if inside_box and area.geometry and geometry.contains(area.geometry, longitude, latitude):
                return area.key
        return None


def _number(row: Mapping[str, str], column: str) -> float | None:
    written = (row.get(column) or "").strip()
    if not written:
        return None
    try:
        return float(written)
    except ValueError as error:
        raise ValueError(f"{column} is {written!r}, which is no number") from error


def _entry(row: Mapping[str, str], columns: Columns, places: _Places) -> GazetteerEntry:
    postcode = normal_postcode(row.get(columns.postcode) or "")
    if not postcode:
        raise ValueError(f"it has no {columns.postcode}")
    latitude, longitude = _number(row, columns.latitude), _number(row, columns.longitude)
    if latitude is not None and not -90 <= latitude <= 90:
        raise ValueError(f"{columns.latitude} is {latitude}, which is no latitude")
    if longitude is not None and not -180 <= longitude <= 180:
        raise ValueError(f"{columns.longitude} is {longitude}, which is no longitude")
    area = places.find((row.get(columns.area_code) or "").strip(), longitude, latitude)
    if area is None:
        raise ValueError("it lies in no area that was loaded; load the areas first")
    return GazetteerEntry(
        postcode=postcode,
        lines=(row.get(columns.lines) or "").strip()[:300],
        town=(row.get(columns.town) or "").strip()[:120],
        uprn=(row.get(columns.uprn) or "").strip()[:20],
        latitude=latitude,
        longitude=longitude,
        area_id=area,
    )


@transaction.atomic
def load_gazetteer(
    *,
    rows: Iterable[Mapping[str, str]],
    columns: Columns,
    acting: Acting,
    progress: Callable[[int], None] = lambda _: None,
) -> Loaded:
    """Create or change one entry for each row, found again by postcode and address lines."""
    require(is_system, acting)
    report = Loaded()
    places = _Places()
    names = ("uprn", "town", "latitude", "longitude", "area_id")
    present = {
        (postcode, lines): tuple(rest)
        for postcode, lines, *rest in GazetteerEntry.objects.values_list("postcode", "lines", *names)
    }
    batch: list[GazetteerEntry] = []
    for number, row in enumerate(rows, start=1):
        progress(number)
        try:
            entry = _entry(row, columns, places)
        except ValueError as error:
            report.refused.append((number + 1, str(error)))  # the header is line 1
            continue
        key = (entry.postcode, entry.lines)
        values = tuple(getattr(entry, name) for name in names)
        if present.get(key) == values:
            report.unchanged += 1
            continue
        report.changed += key in present
        report.created += key not in present
        present[key] = values
        batch.append(entry)
        if len(batch) >= BATCH:
            _write(batch)
            batch = []
    _write(batch)
    if report.created or report.changed:
        fact = GazetteerLoaded(created=report.created, changed=report.changed)
        journal.record(fact, acting=acting, object="gazetteer:place")
    return report


def _write(batch: list[GazetteerEntry]) -> None:
    # The last row wins where a file names an address twice; one statement must not touch a row twice.
    latest = {(entry.postcode, entry.lines): entry for entry in batch}
    GazetteerEntry.objects.bulk_create(
        latest.values(),
        update_conflicts=True,
        unique_fields=["postcode", "lines"],
        update_fields=["uprn", "town", "latitude", "longitude", "area"],
    )
