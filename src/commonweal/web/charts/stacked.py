"""Bars in parts: how each whole divides, as shares or as amounts."""

from collections.abc import Sequence

from markupsafe import Markup

from commonweal.web.charts.chart import Chart, Format, Series, fixed, legend, svg
from commonweal.web.charts.scales import known
from commonweal.web.formats import number

ROW = 46
WIDEST = 80.0


def stacked(
    title: str,
    names: Sequence[str],
    series: Sequence[Series],
    *,
    sentence: str,
    source: str,
    of: str,
    shares: bool = False,
    csv_href: str = "",
    show: Format = number,
    key: str = "",
) -> Chart:
    """One bar for each of `names`, divided among at most six `series`; `shares` makes all bars equally long.

    Raises ValueError for more than six series or a series of another length than `names`.
    """
    if len(series) > 6:
        raise ValueError("more than six parts are hard to distinguish: combine the small ones")
    if any(len(each.values) != len(names) for each in series):
        raise ValueError("each series needs one value for each name")
    totals = [sum(known(each.values[at] for each in series)) for at in range(len(names))]
    highest = max(totals, default=0.0) or 1.0
    inner = Markup("")
    for at, name in enumerate(names):
        whole = (totals[at] or 1.0) if shares else highest
        values = [each.values[at] or 0.0 for each in series]
        inner += _row(at, name, values, whole, 100.0 if shares else WIDEST)
        if not shares:
            inner += Markup('<text class="cw-chart__value" x="{}%" dx="6" y="{}">{}</text>').format(
                fixed(WIDEST * totals[at] / highest), at * ROW + 34, show(totals[at])
            )
    return Chart(
        title=title,
        sentence=sentence,
        svg=svg(title, sentence, ROW * len(names), inner, key=key),
        head=(of, *(each.name for each in series)),
        rows=[(name, [each.values[at] for each in series]) for at, name in enumerate(names)],
        source=source,
        csv_href=csv_href,
        legend=legend([each.name for each in series]),
        show=show,
    )


def _row(at: int, name: str, values: Sequence[float], whole: float, widest: float) -> Markup:
    top = at * ROW
    drawn = Markup('<text x="0" y="{}">{}</text>').format(top + 14, name)
    start = 0.0
    for number_of_series, value in enumerate(values, start=1):
        width = widest * value / whole
        if value > 0:
            drawn += Markup(
                '<rect class="cw-bar cw-part cw-series-{}" x="{}%" y="{}" width="{}%" height="20"/>'
            ).format(number_of_series, fixed(start), top + 20, fixed(width))
        start += width
    return drawn
