"""A map whose areas are shaded by a number."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from commonweal.web.charts.chart import Chart, Format, Value, fixed, svg
from commonweal.web.charts.scales import class_of, classes
from commonweal.web.formats import number

WIDTH = 600.0
Point = Sequence[float]
Ring = Sequence[Point]
Project = Callable[[Point], tuple[float, float]]


def choropleth(
    title: str,
    areas: Mapping[str, Any],
    values: Mapping[str, Value],
    *,
    sentence: str,
    source: str,
    of: str,
    measure: str,
    code: str = "code",
    name: str = "name",
    links: Mapping[str, str] | None = None,
    chosen: str = "",
    csv_href: str = "",
    show: Format = number,
    key: str = "",
) -> Chart:
    """Shades the polygons of a GeoJSON FeatureCollection (degrees, WGS 84) in up to five classes.

    `values` by the feature property `code`; an area without a value, or with None, is hatched as "not shown".
    `links` make areas into links. Raises ValueError when there is no polygon.
    """
    features = [f for f in areas["features"] if (f.get("geometry") or {}).get("type") in {"Polygon", "MultiPolygon"}]
    if not features:
        raise ValueError("the areas have no polygon to draw")
    project, height = _projection(features)
    bounds = classes(values.values())
    inner = Markup("")
    # The chosen area is drawn last, so that no neighbour covers its outline.
    for feature in sorted(features, key=lambda each: str(each["properties"][code]) == chosen):
        ident, label = str(feature["properties"][code]), str(feature["properties"][name])
        value = values.get(ident)
        shade = "none" if value is None else str(_shade(class_of(value, bounds), len(bounds)))
        tip = f"{label}: {_('not shown') if value is None else show(value)}"
        path = _path(feature["geometry"], project)
        inner += _area(path, shade, tip, link=(links or {}).get(ident), chosen=ident == chosen)
    names = {str(f["properties"][code]): str(f["properties"][name]) for f in features}
    return Chart(
        title=title,
        sentence=sentence,
        svg=svg(
            title,
            sentence,
            height,
            inner,
            view_box=f"0 0 {fixed(WIDTH)} {fixed(height)}",
            key=key,
            role="group" if links else "img",
        ),
        head=(of, measure),
        rows=[(names[ident], (values.get(ident),)) for ident in sorted(names, key=names.__getitem__)],
        source=source,
        csv_href=csv_href,
        legend=_legend(bounds, show, any(values.get(ident) is None for ident in names)),
        kind="map",
        show=show,
    )


def _area(path: str, shade: str, tip: str, *, link: str | None, chosen: bool) -> Markup:
    """One area, as a link where it leads somewhere."""
    return Markup(
        '{open}<path class="cw-area cw-area--{shade}{here}" d="{d}"><title>{tip}</title></path>{close}'
    ).format(
        open=Markup('<a href="{}">').format(link) if link is not None else "",
        shade=shade,
        here=" cw-area--chosen" if chosen else "",
        d=path,
        tip=tip,
        close=Markup("</a>") if link is not None else "",
    )


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def _projection(features: Sequence[Mapping[str, Any]]) -> tuple[Project, float]:
    """Degrees to pixels, a degree of longitude shrunk as it is at the middle of the place."""
    points = [point for feature in features for ring in _rings(feature["geometry"]) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 4) / (max((east - west) * shrink, 1e-9))

    def project(point: Point) -> tuple[float, float]:
        return 2 + (point[0] - west) * shrink * scale, 2 + (north - point[1]) * scale

    return project, (north - south) * scale + 4


def _path(geometry: Mapping[str, Any], project: Project) -> str:
    drawn = []
    for ring in _rings(geometry):
        last, kept = "", []
        for point in ring:
            x, y = project(point)
            # A tenth of a pixel cannot be seen; equal neighbours are removed.
            here = f"{x:.1f} {y:.1f}"
            if here != last:
                kept.append(here)
            last = here
        drawn.append("M" + "L".join(kept) + "z")
    return "".join(drawn)


def _shade(at: int, count: int) -> int:
    """Spreads fewer classes over the five shades, so that the highest is always the darkest."""
    return 3 if count == 1 else 1 + round(at * 4 / (count - 1))


def _legend(bounds: Sequence[float], show: Format, gaps: bool) -> Markup:
    entries = []
    for at, bound in enumerate(bounds):
        words = show(bound) if at == 0 and len(bounds) == 1 else _("up to %(most)s") % {"most": show(bound)}
        entries.append((str(_shade(at, len(bounds))), words))
    if gaps:
        entries.append(("none", _("not shown")))
    return Markup('<ul class="cw-legend">{}</ul>').format(
        Markup("").join(
            Markup(
                '<li><svg viewBox="0 0 16 16" aria-hidden="true"><rect class="cw-area cw-area--{}" '
                'width="16" height="16" rx="3"/></svg>{}</li>'
            ).format(shade, words)
            for shade, words in entries
        )
    )
