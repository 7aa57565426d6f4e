"""The front door of areas: which areas there are, the area of a postcode, and the gazetteer's addresses."""

from collections.abc import Iterable
from dataclasses import dataclass

from commonweal.ground.areas.models import Area, GazetteerEntry
from commonweal.kernel.remembered import remembered
from commonweal.kernel.text import Text
from commonweal.kernel.written.postcodes import postcode_key, spoken_postcode

MOST_ADDRESSES = 200


@dataclass(frozen=True)
class AreaCard:
    """An area without its boundary. `key` names its parents: `eastmere/north`; `code` is the official one."""

    key: str
    name: Text
    kind: str
    code: str
    parent: str | None


@dataclass(frozen=True)
class Address:
    """An entry of the gazetteer. `area` is the key of the smallest area, or "" where none is known."""

    uprn: str
    lines: str
    town: str
    postcode: str
    area: str
    latitude: float | None
    longitude: float | None


def card(row: Area) -> AreaCard:
    """The card of an area row."""
    return AreaCard(row.key, row.name, row.kind, row.code, row.parent_id)


@remembered(Area)
def _all() -> tuple[AreaCard, ...]:
    return tuple(card(row) for row in Area.objects.defer("geometry"))


def areas(kind: str | None = None) -> list[AreaCard]:
    """All areas, or those of one kind, by key, from memory; boundaries are left in the table."""
    return [area for area in _all() if kind is None or area.kind == kind]


def area_names(keys: Iterable[str]) -> dict[str, Text]:
    """The names of areas by key, from memory."""
    wanted = set(keys)
    return {area.key: area.name for area in _all() if area.key in wanted}


def boundaries(kind: str) -> list[dict[str, object]]:
    """GeoJSON features of one kind of area, with `key` and `name` as properties, for maps."""
    rows = Area.objects.filter(kind=kind).exclude(geometry=None)
    return [
        {"type": "Feature", "properties": {"key": row.key, "name": row.name}, "geometry": row.geometry} for row in rows
    ]


def _address(row: GazetteerEntry) -> Address:
    return Address(
        row.uprn,
        row.lines,
        row.town,
        spoken_postcode(row.postcode),
        row.area_id or "",
        row.latitude,
        row.longitude,
    )


def find_addresses(postcode: str) -> list[Address]:
    """The addresses with a postcode, at most MOST_ADDRESSES; a bare postcode of the gazetteer has empty lines."""
    rows = GazetteerEntry.objects.filter(postcode=postcode_key(postcode)).exclude(lines="")
    return [_address(row) for row in rows[:MOST_ADDRESSES]]


def area_of_postcode(postcode: str) -> str | None:
    """The key of the area that a postcode is in, or None where the gazetteer does not know it."""
    rows = GazetteerEntry.objects.filter(postcode=postcode_key(postcode)).exclude(area=None)
    found: str | None = rows.values_list("area_id", flat=True).first()
    return found
