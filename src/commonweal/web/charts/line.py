"""Lines over time, with a gap where a value is unknown."""

import math
from collections.abc import Sequence

from markupsafe import Markup

from commonweal.web.charts.chart import Chart, Format, Series, fixed, legend, svg
from commonweal.web.charts.scales import known, ticks
from commonweal.web.formats import number

HEIGHT = 240
TOP, BOTTOM = 18, 26
# The first and last point are inset, clear of the axis's numbers, so that their dots are not cut off.
LEFT, RIGHT = 10.0, 98.5


def line(
    title: str,
    steps: Sequence[str],
    series: Sequence[Series],
    *,
    sentence: str,
    source: str,
    of: str,
    csv_href: str = "",
    show: Format = number,
    key: str = "",
) -> Chart:
    """One line for each of at most four `series` over the `steps` ("Jan", "Feb" …); the axis begins at 0.

    Raises ValueError for more than four series or a series of another length than `steps`.
    """
    if len(series) > 4:
        raise ValueError("more than four lines are hard to follow: draw the others separately")
    if any(len(each.values) != len(steps) for each in series):
        raise ValueError("each series needs one value for each step")
    marks = ticks(max((v for each in series for v in known(each.values)), default=0.0))
    inner = _grid(marks, show) + _steps(steps)
    for at, each in enumerate(series, start=1):
        inner += _drawn(at, each, marks[-1])
    return Chart(
        title=title,
        sentence=sentence,
        svg=svg(title, sentence, HEIGHT, inner, key=key),
        head=(of, *(each.name for each in series)),
        rows=[(step, [each.values[at] for each in series]) for at, step in enumerate(steps)],
        source=source,
        csv_href=csv_href,
        legend=legend([each.name for each in series], "line"),
        show=show,
    )


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top


def _x(at: int, count: int) -> float:
    return LEFT if count < 2 else LEFT + (RIGHT - LEFT) * at / (count - 1)


def _grid(marks: Sequence[float], show: Format) -> Markup:
    return Markup("").join(
        Markup(
            '<line class="cw-chart__{kind}" x1="0" x2="100%" y1="{y}" y2="{y}"/><text x="0" y="{above}">{words}</text>'
        ).format(
            kind="axis" if mark else "zero",
            y=fixed(_y(mark, marks[-1])),
            above=fixed(_y(mark, marks[-1]) - 5),
            words=show(mark) if mark else "",
        )
        for mark in marks
    )


def _steps(steps: Sequence[str]) -> Markup:
    # At most four words fit under the axis of a phone; they are evenly spaced, even if the last step has none.
    count = len(steps)
    shown = range(0, count, max(1, math.ceil(count / 4)))
    drawn = Markup("")
    for at in shown:
        anchor = "end" if at == count - 1 and at else "middle"
        drawn += Markup('<text x="{}%" y="{}" text-anchor="{}">{}</text>').format(
            fixed({"end": 100.0}.get(anchor, _x(at, count))), HEIGHT - 6, anchor, steps[at]
        )
    return drawn


def _drawn(at: int, series: Series, top: float) -> Markup:
    count = len(series.values)
    path, pen = "", "M"
    for place, value in enumerate(series.values):
        if value is None:
            pen = "M"
            continue
        here = f"{fixed(_x(place, count))} {fixed(_y(value, top))}"
        # A line to where it begins draws a dot, so that a value between two gaps is seen.
        path += f"M{here}L{here}" if pen == "M" else f"L{here}"
        pen = "L"
    known_at = [place for place, value in enumerate(series.values) if value is not None]
    dots = Markup("")
    for place in known_at[-1:] if count > 12 else known_at:
        value = series.values[place]
        dots += Markup('<circle class="cw-dot" cx="{}%" cy="{}" r="4"/>').format(
            fixed(_x(place, count)), fixed(_y(value or 0.0, top))
        )
    return Markup(
        '<g class="cw-series-{at}"><svg viewBox="0 0 100 {height}" preserveAspectRatio="none" '
        'width="100%" height="{height}">'
        '<path class="cw-line cw-line--{at}" vector-effect="non-scaling-stroke" d="{path}"/></svg>{dots}</g>'
    ).format(at=at, height=HEIGHT, path=path, dots=dots)
