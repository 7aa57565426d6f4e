"""Bars lying on their side: the name above, the value at the end."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from markupsafe import Markup

from commonweal.web.charts.chart import Chart, Format, Value, fixed, svg
from commonweal.web.charts.scales import known
from commonweal.web.formats import number

ROW = 46
# The longest bar leaves room for the number behind it, on a phone too.
WIDEST = 80.0


def bar(
    title: str,
    names: Sequence[str],
    values: Sequence[Value],
    *,
    sentence: str,
    source: str,
    of: str,
    measure: str,
    csv_href: str = "",
    show: Format = number,
    key: str = "",
) -> Chart:
    """One bar for each of `names`, in the order given; values are 0 or more, None draws words instead of a bar.

    `of` describes the names ("Ward"), `measure` what is counted ("Requests"); both head the table.
    Raises ValueError when names and values differ in number or a value is negative.
    """
    if len(names) != len(values):
        raise ValueError(f"{len(names)} names but {len(values)} values")
    if any(value < 0 for value in known(values)):
        raise ValueError("values must be 0 or more")
    highest = max(known(values), default=0.0) or 1.0
    rows = Markup("").join(
        _row(at, name, value, highest, show) for at, (name, value) in enumerate(zip(names, values, strict=True))
    )
    return Chart(
        title=title,
        sentence=sentence,
        svg=svg(title, sentence, ROW * len(names), rows, key=key),
        head=(of, measure),
        rows=[(name, (value,)) for name, value in zip(names, values, strict=True)],
        source=source,
        csv_href=csv_href,
        show=show,
    )


def _row(at: int, name: str, value: Value, highest: float, show: Format) -> Markup:
    top = at * ROW
    label = Markup('<text x="0" y="{}">{}</text>').format(top + 14, name)
    if value is None:
        return label + Markup('<text x="0" y="{}">{}</text>').format(top + 35, _("not shown"))
    width = WIDEST * value / highest
    return label + Markup(
        '<rect class="cw-bar" x="0" y="{}" width="{}%" height="18" rx="3"/>'
        '<text class="cw-chart__value" x="{}%" dx="6" y="{}">{}</text>'
    ).format(top + 20, fixed(max(width, 0.4)), fixed(width), top + 34, show(value))
