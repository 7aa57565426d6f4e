"""The report of a load as text or JSON: what was kept, and each refused row with its reason."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from commonweal.ground.areas.actions.load_areas import Loaded
from commonweal.kernel.tables import Column, Table

SHOWN = 20


def show(report: Loaded, file: Path, row: str, *, as_json: bool) -> None:
    """Print the report; exits with 1 if nothing could be kept."""
    if as_json:
        counts = {"created": report.created, "changed": report.changed, "unchanged": report.unchanged}
        refused = [{row: number, "reason": reason} for number, reason in report.refused]
        click.echo(json.dumps({**counts, "refused": refused}))
    else:
        click.echo(f"{report.created} created, {report.changed} changed, {report.unchanged} unchanged")
        for number, reason in report.refused[:SHOWN]:
            click.echo(f"{file}: {row} {number} was refused: {reason}", err=True)
        if len(report.refused) > SHOWN:
            click.echo(f"… and {len(report.refused) - SHOWN} more; --json lists all", err=True)
        if report.refused:
            click.echo(f"{len(report.refused)} refused", err=True)
    if report.refused and not report.kept:
        sys.exit(1)


def show_columns(table: Table, columns: Sequence[Column]) -> None:
    """Print which columns were read, and which of the others may have been meant for one that is missing."""
    read = [f"{name} from {heading!r}" for name, heading in table.found.items()]
    click.echo(f"Columns read: {', '.join(read)}", err=True)
    for column, heading in table.perhaps(columns):
        click.echo(f"There is no {column.name}. If {heading!r} is meant, say {column.option} {heading!r}.", err=True)
