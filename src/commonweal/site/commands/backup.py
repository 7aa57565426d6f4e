"""Write the whole place (database and files) into one archive."""

from pathlib import Path

import click

PLATFORM = True


@click.command(help=__doc__)
@click.argument("archive", type=click.Path(path_type=Path))
def command(archive: Path) -> None:
    from commonweal.site.archive import backup

    manifest = backup(archive)
    click.echo(f"{archive}: {len(manifest['members'])} members, {archive.stat().st_size:,} bytes")
    click.echo("The keys (COMMONWEAL_SECRET_KEY, COMMONWEAL_SENSITIVE_KEY) are not in it: keep them in another place.")
