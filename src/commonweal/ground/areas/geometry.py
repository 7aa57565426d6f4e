"""Plain geometry on GeoJSON polygons in longitude and latitude: bounding boxes and point in polygon."""

from collections.abc import Iterator, Sequence
from typing import Any

Point = tuple[float, float]
Ring = Sequence[Sequence[float]]


def polygons(geometry: dict[str, object]) -> list[list[Ring]]:
    """The polygons of a Polygon or MultiPolygon, each as its outer ring and its holes.

    Raises ValueError, with a message for people, for other types, rings of fewer than four points, and coordinates
    outside the globe."""
    if not isinstance(geometry, dict):
        raise ValueError("its geometry is not a GeoJSON geometry")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    found: Any
    if kind == "Polygon":
        found = [coordinates]
    elif kind == "MultiPolygon":
        found = coordinates
    else:
        raise ValueError(f"its geometry is {kind or 'missing'}; an area needs a Polygon or MultiPolygon")
    if not isinstance(found, list) or not found:
        raise ValueError("its geometry has no coordinates")
    if not all(isinstance(polygon, list) and polygon for polygon in found):
        raise ValueError("its coordinates are not lists of rings")
    for ring in (ring for polygon in found for ring in polygon):
        if not isinstance(ring, list) or len(ring) < 4:
            raise ValueError("a ring of its geometry has fewer than four points")
        for point in ring:
            if not _is_point(point):
                raise ValueError("a point of its geometry is not two numbers")
            if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
                raise ValueError(f"the point {point[0]}, {point[1]} is not longitude and latitude (WGS 84)")
    checked: list[list[Ring]] = found
    return checked


def _is_point(point: object) -> bool:
    if not isinstance(point, list) or len(point) < 2:
        return False
    return all(isinstance(number, int | float) and not isinstance(number, bool) for number in point)


def box(geometry: dict[str, object]) -> tuple[float, float, float, float]:
    """West, south, east and north of a geometry."""
    points = [point for polygon in polygons(geometry) for ring in polygon for point in ring]
    longitudes = [point[0] for point in points]
    latitudes = [point[1] for point in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _crossings(ring: Ring, longitude: float, latitude: float) -> Iterator[bool]:
    for (x1, y1, *_), (x2, y2, *_) in zip(ring, [*ring[1:], ring[0]], strict=True):
        # Half-open in latitude, so that a ray through a corner is counted once and neighbours share no point.
        if (y1 > latitude) != (y2 > latitude):
            yield longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1


def _in_ring(ring: Ring, longitude: float, latitude: float) -> bool:
    return sum(_crossings(ring, longitude, latitude)) % 2 == 1


def contains(geometry: dict[str, object], longitude: float, latitude: float) -> bool:
    """Whether the point is inside (even-odd rule; a point in a hole is outside)."""
    return any(
        _in_ring(outer, longitude, latitude) and not any(_in_ring(hole, longitude, latitude) for hole in holes)
        for outer, *holes in geometry_polygons(geometry)
    )


def geometry_polygons(geometry: dict[str, Any]) -> list[list[Ring]]:
    """The polygons of a geometry that was checked when it was stored."""
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else list(coordinates)
