"""Put back a place from an archive that `commonweal backup` wrote."""

from pathlib import Path

import click

from commonweal.kernel.plurals import number_of

PLATFORM = True


@click.command(help=__doc__)
@click.argument("archive", type=click.Path(path_type=Path))
@click.option("--over", is_flag=True, help="Replace what this place has now.")
def command(archive: Path, over: bool) -> None:
    from commonweal.site.operations.archive import restore

    manifest = restore(archive, over=over)
    members = number_of(len(manifest["members"]), "member")
    click.echo(f"{manifest['place']} as of {manifest['made_at']} is back: {members}")
    click.echo("Run `commonweal doctor` now.")
