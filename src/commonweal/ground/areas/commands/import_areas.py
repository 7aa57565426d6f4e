"""Load areas with their boundaries from a GeoJSON file."""

import json
import sys
from pathlib import Path

import click

from commonweal.ground.areas.actions.load_areas import Layout, load_areas
from commonweal.ground.areas.reporting import show
from commonweal.kernel.acting import SYSTEM

PLATFORM = True


@click.command(help=__doc__)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--kind", default="ward", show_default=True, help="What these areas are: ward, parish, district …")
@click.option("--name", default="name", show_default=True, help="The property that holds the name.")
@click.option("--code", default="code", show_default=True, help="The property that holds the official code.")
@click.option("--parent", default=None, help="The key of the area in which they lie; made if it is missing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report for programs.")
def command(file: Path, kind: str, name: str, code: str, parent: str | None, as_json: bool) -> None:
    try:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
    except FileNotFoundError:
        click.echo(f"{file}: there is no such file", err=True)
        sys.exit(1)
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        click.echo(f"{file}: this is no GeoJSON FeatureCollection ({error})", err=True)
        sys.exit(1)
    with click.progressbar(length=len(features), label="Areas", file=sys.stderr, hidden=as_json) as bar:
        report = load_areas(
            features=features,
            layout=Layout(kind=kind, name=name, code=code, parent=parent),
            acting=SYSTEM,
            progress=lambda _: bar.update(1),
        )
    show(report, file, "feature", as_json=as_json)
