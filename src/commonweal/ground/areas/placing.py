"""Which area an entry of the gazetteer is in: by the name of its area, or else by its point."""

from dataclasses import dataclass, field

from commonweal.ground.areas import geometry
from commonweal.ground.areas.models import Area

NEAR = 0.1  # degrees, some 7 to 11 km: further from its area's box an entry has wrong coordinates


@dataclass(frozen=True)
class Point:
    """A place on the globe, in degrees (WGS 84)."""

    longitude: float
    latitude: float

    def exchanged(self) -> "Point":
        """The point whose longitude and latitude were written in each other's column."""
        return Point(self.latitude, self.longitude)


@dataclass
class Places:
    """The areas by code, key, name and boundary, read once."""

    shapes: list[Area] = field(default_factory=list)
    _called: dict[str, set[str]] = field(default_factory=dict)
    _by_code: dict[str, str] = field(default_factory=dict)
    _by_key: dict[str, Area] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for area in Area.objects.all():
            self._by_key[area.key] = area
            if area.code:
                self._by_code[area.code] = area.key
            for name in area.name.values():
                self._called.setdefault(name.casefold(), set()).add(area.key)
            if area.geometry:
                self.shapes.append(area)
        self.shapes.sort(key=lambda area: -area.key.count("/"))

    def called(self, written: str) -> str | None:
        """The area with this official code, key, or name; None where there is none or a name means several."""
        if written in self._by_code:
            return self._by_code[written]
        if written in self._by_key:
            return written
        found = self._called.get(written.casefold(), set())
        return next(iter(found)) if len(found) == 1 else None

    def at(self, point: Point) -> str | None:
        """The deepest area that contains the point."""
        for area in self.shapes:
            inside = _in_box(area, point, 0)
            if inside and area.geometry and geometry.contains(area.geometry, point.longitude, point.latitude):
                return area.key
        return None

    def is_far(self, key: str, point: Point) -> bool:
        """Whether a point cannot belong to an area, whose boundary may be a little older or newer than the entry."""
        area = self._by_key[key]
        return area.geometry is not None and not _in_box(area, point, NEAR)


def _in_box(area: Area, point: Point, margin: float) -> bool:
    west, south, east, north = area.west or 0, area.south or 0, area.east or 0, area.north or 0
    across = west - margin <= point.longitude <= east + margin
    return across and south - margin <= point.latitude <= north + margin
