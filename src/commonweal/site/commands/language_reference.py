"""Print the reference of functions, names, events, effects and files as Markdown (docs/definition-reference.md)."""

import click


@click.command(help=__doc__)
def command() -> None:
    from commonweal.services.definitions.commands.check import set_up_without_database

    set_up_without_database()
    from commonweal.site.reference.words import page

    click.echo(page(), nl=False)
