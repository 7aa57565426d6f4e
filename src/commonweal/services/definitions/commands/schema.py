"""Print the JSON Schema of definitions, for editors that complete and check while people type."""

import json

import click

from commonweal.services.definitions.commands.check import set_up_without_database


@click.command()
@click.argument("kind", default="service")
def command(kind: str) -> None:
    """Print the schema of documents of this KIND (defaults to service)."""
    set_up_without_database()
    from commonweal.services.definitions.place_files.folder import kinds

    known = {key: found.schema for key, found in kinds().items() if found.schema is not None}
    if kind not in known:
        raise click.ClickException(f"There is no kind '{kind}' with a schema. There are: {', '.join(known)}.")
    click.echo(json.dumps(known[kind](), ensure_ascii=False, indent=2))
