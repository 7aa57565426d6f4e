"""Load the gazetteer (postcodes or whole addresses) from a CSV file."""

import csv
import sys
from pathlib import Path

import click

from commonweal.ground.areas.actions.load_gazetteer import Columns, load_gazetteer
from commonweal.ground.areas.reporting import show
from commonweal.kernel.acting import SYSTEM

PLATFORM = True


@click.command(help=__doc__)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--postcode", default="postcode", show_default=True, help="The column of the postcode.")
@click.option("--address", default="address", show_default=True, help="The column of the address lines.")
@click.option("--town", default="town", show_default=True)
@click.option("--uprn", default="uprn", show_default=True, help="The column of the property's number.")
@click.option("--lat", default="lat", show_default=True)
@click.option("--lon", default="lon", show_default=True)
@click.option("--area-code", default="area_code", show_default=True, help="The column of the area's official code.")
@click.option("--json", "as_json", is_flag=True, help="Print the report for programs.")
def command(
    file: Path,
    postcode: str,
    address: str,
    town: str,
    uprn: str,
    lat: str,
    lon: str,
    area_code: str,
    as_json: bool,
) -> None:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except FileNotFoundError:
        click.echo(f"{file}: there is no such file", err=True)
        sys.exit(1)
    except (UnicodeDecodeError, csv.Error) as error:
        click.echo(f"{file}: this is no CSV file in UTF-8 ({error})", err=True)
        sys.exit(1)
    if not rows or postcode not in rows[0]:
        columns = ", ".join(rows[0]) if rows else "none"
        click.echo(f"{file}: there is no column {postcode!r} (there are: {columns}); name it with --postcode", err=True)
        sys.exit(1)
    with click.progressbar(length=len(rows), label="Gazetteer", file=sys.stderr, hidden=as_json) as bar:
        report = load_gazetteer(
            rows=rows,
            columns=Columns(postcode, address, town, uprn, lat, lon, area_code),
            acting=SYSTEM,
            progress=lambda _: bar.update(1),
        )
    show(report, file, "line", as_json=as_json)
