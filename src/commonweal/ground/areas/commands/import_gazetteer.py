"""Load the gazetteer (postcodes or whole addresses) from a CSV file."""

import sys
from pathlib import Path

import click

from commonweal.ground.areas.actions.load_gazetteer import COLUMNS, load_gazetteer
from commonweal.ground.areas.reporting import show, show_columns
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.tables import ENCODINGS, TableRefused, read_table, with_headings

PLATFORM = True


@click.command(help=__doc__)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--postcode", show_default="postcode", help="The column of the postcode.")
@click.option("--address", show_default="address", help="The column of the address lines.")
@click.option("--town", show_default="town", help="The column of the post town.")
@click.option("--uprn", show_default="uprn", help="The column of the property's number.")
@click.option("--lat", "latitude", show_default="lat", help="The column of the latitude (WGS 84).")
@click.option("--lon", "longitude", show_default="lon", help="The column of the longitude (WGS 84).")
@click.option("--area-code", "area", show_default="area_code", help="The column of the area: its code, key or name.")
@click.option(
    "--encoding",
    type=click.Choice(ENCODINGS),
    default="utf-8",
    show_default=True,
    help="Of a file that has no byte-order mark.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report for programs.")
def command(file: Path, encoding: str, as_json: bool, **headings: str | None) -> None:
    try:
        table = read_table(file, with_headings(COLUMNS, headings), encoding=encoding)
        with click.progressbar(length=len(table), label="Gazetteer", file=sys.stderr, hidden=as_json) as bar:
            report = load_gazetteer(table=table, acting=SYSTEM, progress=lambda _: bar.update(1))
    except TableRefused as refused:
        raise click.ClickException(str(refused)) from None
    if not as_json:
        show_columns(table, COLUMNS)
        for area, count in sorted(report.placed_by_point.items()):
            click.echo(f"Area {area!r} was not loaded: {count} placed by their point", err=True)
    show(report, file, "line", as_json=as_json)
