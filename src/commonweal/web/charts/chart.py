"""What every chart is: a picture for a quick look, and the same facts as words, as a table and as CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _
from markupsafe import Markup

from commonweal.web.csv_files import csv_text
from commonweal.web.formats import number

Value = float | int | None
Format = Callable[[Value], str]


@dataclass(frozen=True)
class Series:
    """One row of values under its name; None is a value that is unknown or kept back (too small a number)."""

    name: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Chart:
    """A drawn chart. `{{ chart }}` in a template draws the figure; `csv()` is the same as text for a download.

    `head` names the table's columns, the first being what the rows are; `rows` are a name and its values.
    """

    title: str
    sentence: str
    svg: Markup
    head: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Value]]]
    source: str
    csv_href: str = ""
    legend: Markup = field(default_factory=Markup)
    kind: str = ""
    show: Format = number

    def __html__(self) -> Markup:
        shape = Markup(" cw-{}").format(self.kind) if self.kind else ""
        return Markup(
            '<figure class="cw-chart{shape}"><figcaption><span class="cw-chart__title">{title}</span> '
            '<span class="cw-chart__sentence">{sentence}</span></figcaption>{legend}{svg}'
            "<details><summary>{words}</summary>{table}</details>{source}</figure>"
        ).format(
            shape=shape,
            title=self.title,
            sentence=self.sentence,
            legend=self.legend,
            svg=self.svg,
            words=_("Show the numbers as a table"),
            table=self.table(),
            source=self._source(),
        )

    def table(self) -> Markup:
        """The facts as an HTML table; suppressed values are shown as words."""
        kept_back = _("not shown")
        heads = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(Markup(' class="cw-number"') if at else "", words)
            for at, words in enumerate(self.head)
        )
        rows = Markup("").join(
            Markup('<tr><th scope="row">{}</th>{}</tr>').format(
                name,
                Markup("").join(
                    Markup('<td class="cw-number">{}</td>').format(kept_back if v is None else self.show(v))
                    for v in values
                ),
            )
            for name, values in self.rows
        )
        return Markup(
            '<div class="cw-table-wrap" tabindex="0" role="region" aria-label="{}">'
            "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
        ).format(self.title, heads, rows)

    def csv(self) -> str:
        """The facts as CSV with a head row; values unrounded, those kept back empty."""
        return csv_text(self.head, [[name, *values] for name, values in self.rows])

    def _source(self) -> Markup:
        link = Markup(' <a href="{}">{}</a>').format(self.csv_href, _("Download these numbers (CSV)"))
        return Markup('<p class="cw-chart__source">{} {}{}</p>').format(
            _("Source:"), self.source, link if self.csv_href else ""
        )


def svg(
    title: str, sentence: str, height: float, inner: Markup, *, view_box: str = "", key: str = "", role: str = "img"
) -> Markup:
    """The picture, named by its title and described by its sentence for those who do not see it.

    Without `view_box` it is as wide as its column and `height` pixels high, and positions are per cent of the
    width, so that letters keep their size on a phone. `role` is "group" for a picture that holds links.
    """
    ident = key or slugify(title, allow_unicode=False) or "chart"
    size = (
        Markup('viewBox="{}"').format(view_box)
        if view_box
        else Markup('width="100%" height="{}"').format(fixed(height))
    )
    return Markup(
        '<svg role="{role}" aria-labelledby="{ident}-t {ident}-d" {size}>'
        '<title id="{ident}-t">{title}</title><desc id="{ident}-d">{sentence}</desc>{inner}</svg>'
    ).format(role=role, ident=ident, size=size, title=title, sentence=sentence, inner=inner)


def legend(names: Sequence[str], swatch: str = "bar") -> Markup:
    """One entry a series; a single series needs none, because the title names it."""
    if len(names) < 2:
        return Markup("")
    shapes = {
        "bar": '<rect class="cw-bar" width="16" height="16" rx="3"/>',
        "line": '<path class="cw-line cw-line--{}" d="M0 8h16"/>',
    }
    shape = Markup(shapes[swatch])  # noqa: S704 - one of the two literals above
    items = Markup("").join(
        Markup('<li class="cw-series-{}"><svg viewBox="0 0 16 16" aria-hidden="true">{}</svg>{}</li>').format(
            at, shape.format(at) if swatch == "line" else shape, name
        )
        for at, name in enumerate(names, start=1)
    )
    return Markup('<ul class="cw-legend">{}</ul>').format(items)


def fixed(value: float) -> str:
    """A coordinate with at most two decimals, as short as it can be written."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
