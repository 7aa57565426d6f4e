"""Show what applying a folder of definitions would create and change, and change nothing."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from commonweal.services.definitions.actions.apply_place import FolderRefused, plan_place
from commonweal.services.definitions.place_files import terminal
from commonweal.services.definitions.place_files.folder import read_folder

PLATFORM = True


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
def command(folder: Path, as_json: bool) -> None:
    """Compare FOLDER with the place. Exit status 1 if the folder has a mistake."""
    show(folder, as_json=as_json)


def show(folder: Path, *, as_json: bool) -> None:
    """Print the plan for a folder; leaves with status 1 if it has a mistake."""
    try:
        plan, findings = plan_place(read=read_folder(folder))
    except FolderRefused as refused:
        refuse(refused, as_json=as_json)
    if as_json:
        terminal.print_json({**terminal.findings_json(findings), **terminal.plan_json(plan)})
    else:
        terminal.report_findings(findings)
        terminal.print_plan(plan, done=False)


def refuse(refused: FolderRefused, *, as_json: bool) -> NoReturn:
    """Print why a folder was refused, and exit with status 1."""
    if as_json:
        terminal.print_json(terminal.findings_json(refused.findings))
    else:
        terminal.report_findings(refused.findings)
        click.echo(f"Nothing was changed: {terminal.counted(refused.findings)}.", err=True)
    sys.exit(1)
