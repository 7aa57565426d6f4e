"""Write the whole place (database and files) into one archive."""

from pathlib import Path

import click

from commonweal.kernel.plurals import number_of

PLATFORM = True


@click.command(help=__doc__)
@click.argument("archive", type=click.Path(path_type=Path))
def command(archive: Path) -> None:
    from commonweal.site.operations.archive import backup

    manifest = backup(archive)
    members = number_of(len(manifest["members"]), "member")
    click.echo(f"{archive}: {members}, {number_of(archive.stat().st_size, 'byte')}")
    click.echo("The keys (COMMONWEAL_SECRET_KEY, COMMONWEAL_SENSITIVE_KEY) are not in it: keep them in another place.")
