"""Write the whole place (database and files) into one archive."""

import sys
from pathlib import Path

import click

PLATFORM = True


@click.command(help=__doc__)
@click.argument("archive", type=click.Path(path_type=Path))
def command(archive: Path) -> None:
    from commonweal.kernel.problems import Problem
    from commonweal.site.archive import backup

    try:
        manifest = backup(archive)
    except Problem as problem:
        click.echo(f"{problem.detail} {problem.remedy}".strip(), err=True)
        sys.exit(1)
    click.echo(f"{archive}: {len(manifest['members'])} members, {archive.stat().st_size:,} bytes")
    click.echo("The keys (COMMONWEAL_SECRET_KEY, COMMONWEAL_SENSITIVE_KEY) are not in it: keep them in another place.")
