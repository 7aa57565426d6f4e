"""A sparkline, for a figure whose sentence describes what it shows."""

from collections.abc import Sequence

from markupsafe import Markup

from commonweal.web.charts.chart import Value, fixed
from commonweal.web.charts.scales import known


def spark(values: Sequence[Value]) -> Markup:
    """The course of `values` from left to right; decorative, because the figure's words carry the facts."""
    points = known(values)
    if len(points) < 2:
        return Markup("")
    low, high = min(points), max(points)
    span = (high - low) or 1.0
    xy = [(100 * at / (len(points) - 1), 28 - 24 * (value - low) / span) for at, value in enumerate(points)]
    path = "L".join(f"{fixed(x)} {fixed(y)}" for x, y in xy)
    return Markup(
        '<svg class="cw-spark" viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<path class="cw-under" d="M0 32L{path}L100 32z"/>'
        '<path class="cw-line" vector-effect="non-scaling-stroke" d="M{path}"/></svg>'
    ).format(path=path)
