"""Load a service list (LGSL, CSV) into the catalogue as services that are described only."""

import json
import sys
from pathlib import Path

import click

from commonweal.kernel.tables import ENCODINGS, TableRefused, read_table

PLATFORM = True
SHOWN = 20


@click.command(help=__doc__)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--encoding",
    type=click.Choice(ENCODINGS),
    default="utf-8",
    show_default=True,
    help="Of a file that has no byte-order mark.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report for programs.")
def command(file: Path, encoding: str, as_json: bool) -> None:
    from commonweal.kernel.acting import SYSTEM
    from commonweal.services.catalogue.actions.load_lgsl import COLUMNS
    from commonweal.services.catalogue.api import load_lgsl

    try:
        table = read_table(file, COLUMNS, encoding=encoding)
    except TableRefused as refused:
        raise click.ClickException(str(refused)) from None
    with click.progressbar(length=len(table), label="Services", file=sys.stderr, hidden=as_json) as bar:
        report = load_lgsl(table=table, acting=SYSTEM, progress=lambda _: bar.update(1))
    if as_json:
        refused_lines = [{"line": line, "reason": reason} for line, reason in report.refused]
        counts = {name: getattr(report, name) for name in ("created", "changed", "unchanged", "online")}
        click.echo(json.dumps({**counts, "refused": refused_lines}))
    else:
        click.echo(
            f"{report.created} created, {report.changed} changed, {report.unchanged} unchanged, "
            f"{report.online} offered here online already, {len(report.refused)} refused"
        )
        for line, reason in report.refused[:SHOWN]:
            click.echo(f"{file}: line {line} was refused: {reason}", err=True)
        if len(report.refused) > SHOWN:
            click.echo(f"… and {len(report.refused) - SHOWN} more; --json lists all", err=True)
    if len(report.refused) == len(table):
        sys.exit(1)
