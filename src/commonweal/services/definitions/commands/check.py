"""Prove a folder of definitions, or one service's file, without a database: mistakes with file, line and remedy."""

import os
import secrets
import sys
from pathlib import Path

import click

from commonweal.kernel.definition import Finding
from commonweal.kernel.loading import loading
from commonweal.kernel.plurals import number_of


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--quiet", is_flag=True, help="Leave warnings out.")
def command(path: Path, as_json: bool, quiet: bool) -> None:
    """Prove the definitions in PATH, a folder or one service's file. Exit status 1 if there is a mistake."""
    with loading():
        set_up_without_database()
        from commonweal.services.definitions.place_files import terminal
        from commonweal.services.definitions.place_files.folder import check_folder, read_folder

    if path.is_dir():
        read = read_folder(path)
        findings = check_folder(read)
        count = sum(len(documents) for documents in read.folder.documents.values())
    else:
        findings, count = _check_file(path), 1
    failed = any(finding.severity == "error" for finding in findings)
    if as_json:
        said = [finding for finding in findings if finding.severity == "error"] if quiet else findings
        terminal.print_json({**terminal.findings_json(said), "documents": count})
    else:
        terminal.report_findings(findings, quiet=quiet)
        click.echo(f"{number_of(count, 'document')} checked: {terminal.counted(findings)}.", err=failed)
    sys.exit(1 if failed else 0)


def _check_file(path: Path) -> list[Finding]:
    from django.conf import settings

    from commonweal.services.definitions.proof.checking import check_source
    from commonweal.services.definitions.proof.unknown_names import Known

    known = Known(languages=[code for code, _ in settings.LANGUAGES])
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return list(check_source(text, file=str(path), known=known).findings)


def set_up_without_database() -> None:
    """Load the capabilities where nothing is configured, such as on an author's own machine.

    Checking keeps and sends nothing, so that it needs no secrets: those that are missing are thrown away after."""
    import django
    from django.apps import apps
    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.site.settings.live")
    if "COMMONWEAL_MODE" not in os.environ and "COMMONWEAL_SECRET_KEY" not in os.environ:
        os.environ["COMMONWEAL_MODE"] = "test"
        os.environ["COMMONWEAL_SECRET_KEY"] = os.environ["COMMONWEAL_SENSITIVE_KEY"] = secrets.token_urlsafe(64)
    if not apps.ready:
        # Nothing is recorded, so that nothing reacts to it: the rest of each capability need not be loaded.
        settings.LOADED_AT_START = ("events",)
        django.setup()
