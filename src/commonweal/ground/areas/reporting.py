"""The report of a load in words or JSON: what was kept, and each refused row with its reason."""

import json
import sys
from pathlib import Path

import click

from commonweal.ground.areas.actions.load_areas import Loaded

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
