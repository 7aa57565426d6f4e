"""Load a service list (LGSL, CSV) into the catalogue as services that are described only."""

import csv
import json
import sys
from pathlib import Path

import click

PLATFORM = True
SHOWN = 20


@click.command(help=__doc__)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the report for programs.")
def command(file: Path, as_json: bool) -> None:
    from commonweal.kernel.acting import SYSTEM
    from commonweal.services.catalogue.api import load_lgsl

    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        click.echo(f"{file}: it cannot be read as CSV in UTF-8 ({error})", err=True)
        sys.exit(1)
    if not rows or not {"Identifier", "Label"} <= set(rows[0]):
        click.echo(f"{file}: the columns Identifier and Label are needed; is this the list of services?", err=True)
        sys.exit(1)
    with click.progressbar(length=len(rows), label="Services", file=sys.stderr, hidden=as_json) as bar:
        report = load_lgsl(rows=rows, acting=SYSTEM, progress=lambda _: bar.update(1))
    if as_json:
        refused = [{"line": line, "reason": reason} for line, reason in report.refused]
        counts = {name: getattr(report, name) for name in ("created", "changed", "unchanged", "online")}
        click.echo(json.dumps({**counts, "refused": refused}))
        return
    click.echo(
        f"{report.created} created, {report.changed} changed, {report.unchanged} unchanged, "
        f"{report.online} offered here online already, {len(report.refused)} refused"
    )
    for line, reason in report.refused[:SHOWN]:
        click.echo(f"{file}: line {line} was refused: {reason}", err=True)
