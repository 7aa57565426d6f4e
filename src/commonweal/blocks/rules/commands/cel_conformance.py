"""Runs the Common Expression Language's conformance cases and reports how many pass, by section."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a .json file, or of a .json.zst file, which the `zstd` program unpacks."""
    if path.suffix != ".zst":
        return list(json.loads(path.read_text(encoding="utf-8")))
    program = shutil.which("zstd")
    if program is None:
        raise click.ClickException("The program zstd is not installed. Install it, or unpack the file yourself.")
    unpacked = subprocess.run([program, "-dc", str(path)], capture_output=True, check=False)  # noqa: S603 - a file, not a shell
    if unpacked.returncode:
        raise click.ClickException(f"{path} is not a zstd file. Give the .json or .json.zst file of the cases.")
    return list(json.loads(unpacked.stdout))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--at-least", type=int, default=0, help="Fail when fewer cases pass.")
@click.option("--through-tree", is_flag=True, help="Read each program into our tree and write it back first.")
@click.option("--failures", is_flag=True, help="List the cases that do not pass.")
@click.option("--json", "as_json", is_flag=True, help="Report for programs.")
def command(file: Path, at_least: int, through_tree: bool, failures: bool, as_json: bool) -> None:
    """Run the conformance cases in FILE (.json or .json.zst) against the rules engine."""
    from commonweal.blocks.rules.cel.conformance import run_all

    try:
        report = run_all(read_cases(file), through_tree=through_tree).as_json()
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise click.ClickException(f"{file} does not hold conformance cases: {error}") from None
    if as_json:
        click.echo(json.dumps(report))
    else:
        for name, counts in report["sections"].items():
            click.echo(f"{name:16} {counts['passed']:5} of {counts['total']:5}")
        click.echo(f"{'all':16} {report['passed']:5} of {report['total']:5}")
        for failure in report["failures"] if failures else ():
            click.echo(failure)
    if report["passed"] < at_least:
        raise click.ClickException(f"{report['passed']} cases pass; at least {at_least} were wanted.")
