"""Make the place match a folder of definitions, all of it or nothing; what already matches is left unchanged."""

import sys
from pathlib import Path

import click

from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.problems import Problem
from commonweal.services.definitions.actions.apply_place import FolderRefused, apply_place
from commonweal.services.definitions.commands.plan import refuse, show
from commonweal.services.definitions.place_files import terminal
from commonweal.services.definitions.place_files.folder import read_folder

PLATFORM = True


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def command(folder: Path, dry_run: bool, as_json: bool) -> None:
    """Apply FOLDER. Exit status 1, and nothing changed, if it has a mistake."""
    if dry_run:
        show(folder, as_json=as_json)
        return
    try:
        plan, findings = apply_place(read=read_folder(folder), acting=SYSTEM)
    except FolderRefused as refused:
        refuse(refused, as_json=as_json)
    except Problem as problem:
        if as_json:
            terminal.print_json({"ok": False, "problem": problem.as_json()})
        else:
            click.echo(f"Nothing was changed: {problem.detail} {problem.remedy}", err=True)
        sys.exit(1)
    else:
        if as_json:
            terminal.print_json({**terminal.findings_json(findings), **terminal.plan_json(plan)})
        else:
            terminal.report_findings(findings)
            terminal.print_plan(plan, done=True)
