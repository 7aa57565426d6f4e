"""Look whether the place is set up so that it works and is safe; says what to do."""

import json
import sys

import click

PLATFORM = True


@click.command(help=__doc__)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(as_json: bool) -> None:
    from commonweal.site.checkup import ask_all

    answers = list(ask_all())
    if as_json:
        click.echo(json.dumps([{"question": a.question, "well": a.well, "words": a.words} for a in answers]))
    else:
        for answer in answers:
            click.echo(f"{'✔' if answer.well else '✘'} {answer.question}: {answer.words}")
    sys.exit(0 if all(answer.well for answer in answers) else 1)
