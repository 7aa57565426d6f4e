"""Makes the demo ready: tables, look, areas, gazetteer, place, life; skips what is done already."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from commonweal.ground.areas.actions.load_areas import Layout, Loaded, load_areas
from commonweal.ground.areas.actions.load_gazetteer import COLUMNS, load_gazetteer
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.capability import PACKAGE
from commonweal.kernel.tables import TableRefused, read_table
from commonweal.services.definitions.actions.apply_place import apply_place
from commonweal.services.definitions.place_files.folder import FolderRead, read_folder
from commonweal.site.demo.seed import is_seeded, seed
from commonweal.site.server import serving

STAMP = "demo.json"  # what was prepared: the fingerprint of what it was made of, and the example key


class CannotPrepare(Exception):
    """Why the demo cannot be prepared, as a message for the user."""


def fingerprint(place: Path) -> str:
    """What the demo is made of: the place's files, the tables, and how it is seeded."""
    digest = hashlib.sha256()
    own = sorted(Path(__file__).parent.glob("*.py"))
    tables = sorted(PACKAGE.glob("**/migrations/*.py"))
    for path in [*own, *tables, *sorted(path for path in place.rglob("*") if path.is_file())]:
        digest.update(str(path.relative_to(path.anchor)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamp() -> dict[str, object]:
    """What the last preparation wrote; empty where there was none."""
    try:
        found: dict[str, object] = json.loads((settings.VAR / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def prepare(place: Path, tell: Callable[[str], None]) -> dict[str, object]:
    """Do what is missing and give the stamp. Raises CannotPrepare, FolderRefused."""
    now = fingerprint(place)
    before = stamp()
    if before.get("fingerprint") == now and (settings.VAR / "commonweal.sqlite3").exists():
        serving.collect()
        return before
    tell("Preparing tables and look …")
    serving.prepare()
    tell("Loading areas and addresses …")
    load_map(place)
    read = read_folder(place)
    after = {"fingerprint": now, "key": before.get("key", "")}
    if is_seeded():
        tell("Applying the place …")
        apply_place(read=read, acting=SYSTEM)
    else:
        tell("Playing some months of life …")
        after["key"] = seed(place, read).key
    (settings.VAR / STAMP).write_text(json.dumps(after), encoding="utf-8")
    return after


def load_map(place: Path) -> None:
    """Load the wards and the gazetteer of the place's folder, and the town that they lie in."""
    wards = json.loads((place / "areas.geojson").read_text(encoding="utf-8"))["features"]
    town, key = _town(place, read_folder(place))
    _must_be_whole(load_areas(features=[_around(town, wards)], layout=Layout(kind="town"), acting=SYSTEM))
    _must_be_whole(load_areas(features=wards, layout=Layout(kind="ward", parent=key), acting=SYSTEM))
    try:
        table = read_table(place / "gazetteer.csv", COLUMNS)
        _must_be_whole(load_gazetteer(table=table, acting=SYSTEM))
    except TableRefused as refused:
        raise CannotPrepare(str(refused)) from None


def _town(place: Path, read: FolderRead) -> tuple[dict[str, str], str]:
    for document in read.folder.of("place").values():
        return document.data["name"], document.key
    raise CannotPrepare(f"{place} has no place.yaml: it is not the folder of a place.")


def _around(name: dict[str, str], wards: list[dict[str, Any]]) -> dict[str, object]:
    parts = [ward["geometry"]["coordinates"] for ward in wards]
    other = {f"name:{code}": words for code, words in name.items() if code != "en"}
    return {
        "properties": {"name": name["en"], **other},
        "geometry": {"type": "MultiPolygon", "coordinates": parts},
    }


def _must_be_whole(report: Loaded) -> None:
    if report.refused:
        line, reason = report.refused[0]
        raise CannotPrepare(f"Line {line} of the areas or the gazetteer cannot be used: {reason}.")
