"""Import forms of other platforms (XGov and MOJ form builders) as `form:` sections, each tried before it is written."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import click

from commonweal.blocks.forms.importers.reading import Imported, import_all
from commonweal.kernel.plurals import number_of


@click.command("import-forms")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for the YAML files.")
@click.option("--json", "as_json", is_flag=True, help="Report for programs.")
def command(path: Path, out: Path | None, as_json: bool) -> None:
    """Import the form in PATH, or all forms below it.

    A form is imported if its section passes `check` and made-up journeys through it end and show the same pages as
    the original; all others are refused with what is lacking. Nothing is overwritten: an existing file is refused."""
    found = []
    for imported in import_all(path):
        found.append(imported)
        if imported.runs and out is not None:
            _write(imported, out)
        if not as_json:
            _tell(imported)
    if as_json:
        click.echo(json.dumps([_as_json(imported) for imported in found], ensure_ascii=False, indent=2))
    else:
        _tell_counts(found)
    if not found:
        click.echo("There is no form of a platform that we read. We read XGov and MOJ definitions (JSON).", err=True)
    if not any(imported.runs for imported in found):
        sys.exit(1)


def _tell(imported: Imported) -> None:
    if imported.rehearsal is None:
        click.echo(f"refused   {imported.file}: {imported.reason} ({imported.detail or 'the whole form'})", err=True)
        return
    run, pages = imported.rehearsal, len(imported.section or ())
    click.echo(
        f"imported  {imported.file}: {len(run.pages)} of {number_of(pages, 'page')} seen in "
        f"{number_of(run.finished + run.stopped, 'journey')},"
        f" {run.stopped} of which ended at an exit"
    )
    for note in imported.notes:
        click.echo(f"          {note}")


def _tell_counts(found: Sequence[Imported]) -> None:
    for dialect in sorted({imported.dialect for imported in found}):
        mine = [imported for imported in found if imported.dialect == dialect]
        click.echo(f"{dialect}: {sum(i.runs for i in mine)} of {number_of(len(mine), 'form')} imported and run")
    for reason, count in Counter(imported.reason for imported in found if not imported.runs).most_common():
        click.echo(f"  {count} refused: {reason}")


def _as_json(imported: Imported) -> dict[str, object]:
    return {
        "file": imported.file,
        "dialect": imported.dialect,
        "imported": imported.runs,
        "reason": imported.reason,
        "detail": imported.detail,
        "notes": list(imported.notes),
        "form": imported.section,
    }


def _write(imported: Imported, folder: Path) -> None:
    target = folder / f"{Path(imported.file).stem}.yaml"
    if target.exists():
        raise click.ClickException(f"{target} exists already. Choose another folder with --out, or move it away.")
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(as_yaml(imported), encoding="utf-8")


def as_yaml(imported: Imported) -> str:
    """The section as a document, with what was dropped as comments."""
    from ruamel.yaml import YAML

    writer = YAML()
    writer.width = 110
    text = StringIO()
    writer.dump({"form": imported.section}, text)
    notes = "".join(f"# Dropped: {note}\n" for note in imported.notes)
    return f"# Imported from {imported.file} ({imported.dialect}).\n{notes}{text.getvalue()}"
