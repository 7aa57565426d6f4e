"""Collect the words of all pages into the catalogue of each capability, and compile the catalogues."""

import json
import sys
from importlib.util import find_spec

import click

from commonweal.kernel.plurals import number_of

PLATFORM = True


@click.command(help=__doc__)
@click.option("--check", is_flag=True, help="Change nothing; fail if a translation is missing or a file is outdated.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def command(check: bool, as_json: bool) -> None:
    from django.conf import settings

    if find_spec("babel") is None:
        raise click.ClickException("This needs the package babel, which is in requirements/dev.txt: run bin/setup.")
    from commonweal.site.translating.collecting import collect, is_current, save

    found = [room for language, _name in settings.LANGUAGES for room in collect(language)]
    if not check:
        for room in found:
            save(room)
    stale = [str(room.path) for room in found if not is_current(room)]
    missing = [(room, words) for room in found for words in room.missing]
    if as_json:
        rows = [
            {"capability": room.name, "language": room.language, "words": words.singular} for room, words in missing
        ]
        click.echo(json.dumps({"missing": rows, "stale": stale}, ensure_ascii=False, indent=1))
    else:
        for room, words in missing:
            click.echo(f"{room.name}: {room.language}: {words.singular!r}", err=True)
        for path in stale:
            click.echo(f"{path} is not up to date: run `make translations`", err=True)
        total = sum(len(room.entries) for room in found)
        entries = number_of(total, "entry", "entries")
        click.echo(f"{entries} in {number_of(len(found), 'catalogue')}; {len(missing)} without a translation.")
    if missing or stale:
        sys.exit(1)
