"""Reads the features of a GeoJSON file; any other file is refused with a remedy."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from commonweal.kernel.tables import TableRefused, close_headings, read_bytes

AS_GEOJSON = "Export it as GeoJSON in WGS 84 (a FeatureCollection) and give that file"
# How files of before RFC 7946 name the only reference system that there is now.
WGS84 = ("CRS84", "4326", "4979")


def read_features(file: Path) -> Sequence[Mapping[str, object]]:
    """The features of a file; TableRefused for anything but a GeoJSON FeatureCollection in longitude and latitude."""
    raw = read_bytes(file, "GeoJSON")
    try:
        document = json.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except UnicodeDecodeError:
        raise TableRefused(file, "it is not in UTF-8", AS_GEOJSON) from None
    except json.JSONDecodeError as error:
        raise TableRefused(file, f"it is not JSON ({error.msg})", AS_GEOJSON, line=error.lineno) from None
    except (RecursionError, ValueError):
        raise TableRefused(file, "it is not readable JSON", AS_GEOJSON) from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise TableRefused(file, "it is JSON, but has no list of features", AS_GEOJSON)
    if not features:
        raise TableRefused(file, "its list of features is empty", AS_GEOJSON)
    system = str(document.get("crs") or "CRS84")
    if not any(name in system for name in WGS84):
        raise TableRefused(file, f"its coordinates are not longitude and latitude (crs: {system[:100]})", AS_GEOJSON)
    return features


def must_have_properties(file: Path, features: Sequence[object], named: Mapping[str, str]) -> None:
    """TableRefused where no feature has a property that an option names; proposes the close ones."""
    there: dict[str, None] = {}
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        there |= dict.fromkeys(properties if isinstance(properties, dict) else ())
    for option, name in named.items():
        if name not in there:
            close = close_headings(list(there), name)
            wrong = f"no feature has a property {name!r} (there are: {', '.join(there)[:300] or 'none'})"
            remedy = f"Say {option} {close[0]!r}, if that is meant" if close else f"Name the right one with {option}"
            raise TableRefused(file, wrong, remedy)
