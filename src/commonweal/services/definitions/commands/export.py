"""Write the place back into a folder of definitions, comments included; applying it again changes nothing."""

import sys
from pathlib import Path

import click

from commonweal.kernel.plurals import number_of
from commonweal.services.definitions.place_files import terminal
from commonweal.services.definitions.place_files.exporting import export_place

PLATFORM = True


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite files with other content.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
def command(folder: Path, force: bool, as_json: bool) -> None:
    """Write every definition of the place into FOLDER, which is made if it is not there."""
    documents = list(export_place())
    folder.mkdir(parents=True, exist_ok=True)
    other = [document.path for document in documents if _says_something_else(folder / document.path, document.text)]
    if other and not force:
        shown = ", ".join(other[:5])
        message = f"{number_of(len(other), 'file there has', 'files there have')} other content: {shown}"
        if as_json:
            terminal.print_json({"ok": False, "differing": other})
        else:
            click.echo(f"{message}. Give --force to overwrite them, or another folder.", err=True)
        sys.exit(1)
    for document in documents:
        path = folder / document.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document.text, encoding="utf-8")
    if as_json:
        terminal.print_json({"ok": True, "written": [document.path for document in documents]})
    else:
        click.echo(f"{number_of(len(documents), 'document')} written to {folder}.")


def _says_something_else(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8", errors="replace") != text
