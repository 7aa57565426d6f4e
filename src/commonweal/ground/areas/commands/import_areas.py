"""Load areas with their boundaries from a GeoJSON file."""

import re
import sys
from pathlib import Path

import click

from commonweal.ground.areas.actions.load_areas import Layout, load_areas
from commonweal.ground.areas.features import must_have_properties, read_features
from commonweal.ground.areas.reporting import show
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.tables import TableRefused

PLATFORM = True
KEY = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*(?:/[a-z0-9]+(?:[_-][a-z0-9]+)*)*")
MOST = {"kind": 40, "parent": 80}


def _key(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    del ctx
    if value is not None and (len(value) > MOST[str(param.name)] or not KEY.fullmatch(value)):
        raise click.BadParameter(
            f"{value[:60]!r} is not a key, such as town or town/north, of small letters and digits."
        )
    return value


@click.command(help=__doc__)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--kind", default="ward", callback=_key, show_default=True, help="What these areas are: ward, parish, district …"
)
@click.option("--name", default="name", show_default=True, help="The property that holds the name.")
@click.option("--code", show_default="code", help="The property that holds the official code.")
@click.option("--parent", callback=_key, help="The key of the area in which they lie; made if it is missing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report for programs.")
def command(file: Path, kind: str, name: str, code: str | None, parent: str | None, as_json: bool) -> None:
    try:
        features = read_features(file)
        must_have_properties(file, features, {"--name": name, "--code": code} if code else {"--name": name})
    except TableRefused as refused:
        raise click.ClickException(str(refused)) from None
    with click.progressbar(length=len(features), label="Areas", file=sys.stderr, hidden=as_json) as bar:
        report = load_areas(
            features=features,
            layout=Layout(kind=kind, name=name, code=code or "code", parent=parent),
            acting=SYSTEM,
            progress=lambda _: bar.update(1),
        )
    show(report, file, "feature", as_json=as_json)
