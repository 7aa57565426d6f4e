"""Loads areas from GeoJSON: every feature that can be used is kept, every other is reported with its reason."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify

from commonweal.ground.areas import geometry
from commonweal.ground.areas.events import AreasLoaded
from commonweal.ground.areas.models import Area
from commonweal.kernel import journal
from commonweal.kernel.acting import Acting, is_system, require
from commonweal.kernel.written.words import one_line

LONGEST_KEY, LONGEST_CODE = 120, 40


@dataclass
class Loaded:
    """What became of the rows of a file: counts, and (row number, reason) of each refused one."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    @property
    def kept(self) -> int:
        return self.created + self.changed + self.unchanged


@dataclass(frozen=True)
class Layout:
    """Which properties of a feature hold what, the kind that all get, and their parent area."""

    kind: str
    name: str = "name"
    code: str = "code"
    parent: str | None = None


def _area(feature: Mapping[str, object], layout: Layout) -> Area:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        raise ValueError("it is not a GeoJSON feature with properties")
    properties = feature["properties"]
    name = _words(properties, layout.name, 200)
    if not name:
        raise ValueError(f"it has no property {layout.name!r}; name the right one with --name")
    shape = feature.get("geometry") or {}
    west, south, east, north = geometry.box(shape)
    own = slugify(name)
    key = f"{layout.parent}/{own}" if layout.parent else own
    if not own or len(key) > LONGEST_KEY:
        raise ValueError(f"its name {name!r} does not make a key of Latin letters and at most {LONGEST_KEY} characters")
    return Area(
        key=key,
        name={"en": name, **_translated(properties, layout.name)},
        kind=layout.kind,
        code=_words(properties, layout.code, LONGEST_CODE),
        parent_id=layout.parent,
        geometry=shape,
        west=west,
        south=south,
        east=east,
        north=north,
    )


def _words(properties: Mapping[str, object], name: str, most: int) -> str:
    value = properties.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int | float):
        raise ValueError(f"its property {name!r} is neither words nor a number")
    words = one_line(str(value))
    if len(words) > most:
        raise ValueError(f"its property {name!r} is longer than {most} characters")
    return words


def _translated(properties: Mapping[str, object], name: str) -> dict[str, str]:
    """The name in further languages, as OpenStreetMap writes them: "name:cy" next to "name"."""
    start = f"{name}:"
    return {key[len(start) :]: str(value) for key, value in properties.items() if key.startswith(start) and value}


@transaction.atomic
def load_areas(
    *,
    features: Iterable[Mapping[str, object]],
    layout: Layout,
    acting: Acting,
    progress: Callable[[int], None] = lambda _: None,
) -> Loaded:
    """Create or change one area for each feature, found again by its key; running it twice changes nothing."""
    require(is_system, acting)
    report = Loaded()
    present = {row.key: row for row in Area.objects.all()}
    if layout.parent and layout.parent not in present:
        Area.objects.create(key=layout.parent, name={"en": layout.parent.split("/")[-1].title()}, kind="place")
    seen: set[str] = set()
    codes: dict[str, str] = {}
    for number, feature in enumerate(features, start=1):
        progress(number)
        try:
            area = _area(feature, layout)
            if area.key in seen:
                raise ValueError(f"another feature of this file is called {area.name['en']!r} too")
            if area.code and area.code in codes:
                raise ValueError(f"{codes[area.code]!r} has the code {area.code!r} too")
        except ValueError as error:
            report.refused.append((number, str(error)))
            continue
        seen.add(area.key)
        codes[area.code] = area.name["en"]
        _keep(area, present.get(area.key), report)
    if report.created or report.changed:
        fact = AreasLoaded(kind=layout.kind, created=report.created, changed=report.changed)
        journal.record(fact, acting=acting, object=f"areas:{layout.parent or layout.kind}")
    return report


def _keep(area: Area, present: Area | None, report: Loaded) -> None:
    if present is None:
        area.save(force_insert=True)
        report.created += 1
        return
    # A name that was translated by hand is kept where the file has no such language.
    area.name = {**present.name, **area.name}
    compared = ("name", "kind", "code", "parent_id", "geometry")
    if all(getattr(area, name) == getattr(present, name) for name in compared):
        report.unchanged += 1
    else:
        area.save(force_update=True)
        report.changed += 1
