"""Write a new building block that works immediately: its page, its API, its section of definitions."""

import sys
from keyword import iskeyword
from pathlib import Path

import click

from commonweal.kernel.plurals import number_of

PACKAGE = Path(__file__).resolve().parents[2]


@click.command()
@click.argument("name")
@click.option("--title", default="", help="Its title; defaults to the name with spaces.")
def command(name: str, title: str) -> None:
    """Write src/commonweal/blocks/NAME/: with its page, its API and its section of the definition language.

    No other file has to be edited. NAME is a short name in small letters, such as lost_property."""
    from commonweal.site.skeleton import fault_in_name, write_block

    fault = "it is a keyword of Python" if iskeyword(name) else fault_in_name(name, title, PACKAGE)
    if fault:
        click.echo(f"{name!r} cannot be the name of a block: {fault}.", err=True)
        sys.exit(1)
    written = write_block(name, title, PACKAGE)
    click.echo(f"{number_of(len(written), 'file')} written to {PACKAGE / 'blocks' / name}:")
    for path in written:
        click.echo(f"  {path.relative_to(PACKAGE / 'blocks' / name)}")
    click.echo(
        f"Its page is /{name}/, its API /api/{name}/, and definitions may have a section `{name}:`.\n"
        "Next: describe it in apps.py, and define its part of the language in language.py; then `make check`."
    )
