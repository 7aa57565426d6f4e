"""The picture of a map of agreement, as SVG drawn by ourselves: shapes and letters, never colour alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.consensus.mapping.agreement_map import AgreementMap
from commonweal.participation.consensus.mapping.centre import Floats

WIDTH, HEIGHT, EDGE = 640, 440, 36
# At least 4.5 : 1 against white, and apart for colour-blind eyes.
COLOURS = ("#005b8f", "#a84300", "#00694d", "#8a3574", "#5c5400")
SHAPES = ("circle", "square", "triangle", "diamond", "cross")
# Of more people than this the squares of a grid are drawn, as large as the people in them are many.
MOST_DOTS = 1200
CELLS = 32


@dataclass(frozen=True)
class Row:
    """The picture's table: a group's letter, shape, people, and where its middle lies, in units of the map."""

    label: str
    shape: str
    people: int
    across: float
    up: float
    half_within: float


def picture_table(found: AgreementMap) -> list[Row]:
    """One row for each described group; `half_within` is the distance within which half of its members are."""
    rows = []
    for place, group in enumerate(found.groups):
        if group.size is None or group.middle is None:
            continue
        places = found.grouping.projection.places[found.grouping.group == place][:, :2]
        away = np.sqrt((places[:, 0] - group.middle[0]) ** 2 + (places[:, 1] - group.middle[1]) ** 2)
        rows.append(Row(group.label, SHAPES[place], group.size, *group.middle, float(np.median(away))))
    return rows


def picture(found: AgreementMap, title: str = "Where the groups are") -> str:
    """A self-contained SVG of 640 by 440, the same bytes for the same map. People near each other vote alike."""
    drawn = [place for place, group in enumerate(found.groups) if group.described]
    member = np.isin(found.grouping.group, drawn)
    places, group = found.grouping.projection.places[member][:, :2], found.grouping.group[member]
    screen = _on_screen(places)
    many = len(places) > MOST_DOTS
    marks = _cells(screen, group, drawn) if many else _dots(screen, group, drawn)
    unit = "a mark represents one or more people; larger marks represent more" if many else "a mark represents a person"
    told = "; ".join(f"group {row.label}: {row.people} people, {row.shape}s" for row in picture_table(found))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-labelledby="map-title map-text">',
        f'<title id="map-title">{escape(title)}</title>',
        f'<desc id="map-text">People who vote alike stand near each other; {unit}. {escape(told)}.</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        *marks,
        *_letters(found, places, drawn),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _range(places: Floats) -> tuple[Floats, float]:
    """The middle of the drawing and the units a side, so that both axes have one scale."""
    low, high = places.min(axis=0), places.max(axis=0)
    return (low + high) / 2, max(float((high - low).max()), 1e-9)


def _on_screen(places: Floats, within: Floats | None = None) -> Floats:
    if not len(places):
        return places
    middle, side = _range(places if within is None else within)
    scale = min(WIDTH, HEIGHT) - 2 * EDGE
    x = WIDTH / 2 + (places[:, 0] - middle[0]) / side * scale * (WIDTH - 2 * EDGE) / (HEIGHT - 2 * EDGE)
    y = HEIGHT / 2 - (places[:, 1] - middle[1]) / side * scale
    return np.stack([x, y], axis=1)


def _dots(screen: Floats, group: NDArray[np.int64], drawn: list[int]) -> list[str]:
    marks = []
    for place in drawn:
        path = "".join(_mark(place, x, y, 4.0) for x, y in screen[group == place].tolist())
        marks.append(f'<path d="{path}" fill="{COLOURS[place]}" fill-opacity="0.75"/>')
    return marks


def _cells(screen: Floats, group: NDArray[np.int64], drawn: list[int]) -> list[str]:
    side = WIDTH / CELLS
    marks = []
    cell = (screen // side).astype(np.int64)
    most = int(np.unique(cell[:, 0] * CELLS + cell[:, 1], return_counts=True)[1].max())
    for place in drawn:
        mine = cell[group == place]
        found, counts = np.unique(mine, axis=0, return_counts=True)
        path = "".join(
            _mark(place, (x + 0.5) * side, (y + 0.5) * side, max(1.5, side / 2 * math.sqrt(count / most)))
            for (x, y), count in zip(found.tolist(), counts.tolist(), strict=True)
        )
        marks.append(f'<path d="{path}" fill="{COLOURS[place]}" fill-opacity="0.75"/>')
    return marks


def _mark(place: int, x: float, y: float, size: float) -> str:
    """A shape of about the same area for each group."""
    at, r = f"{x:.1f} {y:.1f}", round(size, 1)
    if place == 0:
        return f"M{at}m{-r} 0a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"
    if place == 1:
        return f"M{at}m{-r} {-r}h{2 * r}v{2 * r}h{-2 * r}z"
    if place == 2:
        return f"M{at}m0 {-r * 1.3:.1f}l{r * 1.2:.1f} {r * 2.2:.1f}h{-r * 2.4:.1f}z"
    if place == 3:
        x, y = round(r * 1.2, 1), round(r * 1.4, 1)
        return f"M{at}m0 {-y}l{x} {y}l{-x} {y}l{-x} {-y}z"
    third = round(r / 2.5, 1)
    arm = round(r * 1.2 - third, 1)
    steps = f"v{arm}h{arm}v{2 * third}h{-arm}v{arm}h{-2 * third}v{-arm}h{-arm}v{-2 * third}h{arm}v{-arm}z"
    return f"M{at}m{-third} {-third - arm:.1f}h{2 * third}{steps}"


def _letters(found: AgreementMap, places: Floats, drawn: list[int]) -> list[str]:
    letters = []
    for place in drawn:
        middle = found.groups[place].middle
        assert middle is not None
        x, y = _on_screen(np.array([middle]), places)[0].tolist()
        letters.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="15" fill="#ffffff" stroke="{COLOURS[place]}" stroke-width="3"/>'
            f'<text x="{x:.1f}" y="{y + 6:.1f}" text-anchor="middle" font-family="sans-serif" font-size="18" '
            f'font-weight="bold" fill="#111111">{found.groups[place].label}</text>'
        )
    return letters
