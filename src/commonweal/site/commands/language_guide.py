"""Print the reference of the definition language as Markdown (docs/definition-language.md)."""

import click


@click.command(help=__doc__)
def command() -> None:
    from commonweal.services.definitions.commands.check import set_up_without_database

    set_up_without_database()
    from commonweal.services.definitions.language.schema import service_schema
    from commonweal.site.reference.guide import markdown

    click.echo(markdown(service_schema()), nl=False)
