"""Check that the place is set up correctly and securely, and print what to do. Warnings alone do not fail."""

import json
import sys

import click

PLATFORM = True
MARKS = {"well": "✔", "warning": "!", "failing": "✘"}


@click.command(help=__doc__)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(as_json: bool) -> None:
    from commonweal.site.operations.checkup import ask_all

    answers = list(ask_all())
    if as_json:
        rows = [{"question": a.question, "well": a.well, "state": a.state, "words": a.words} for a in answers]
        click.echo(json.dumps(rows))
    else:
        for answer in answers:
            click.echo(f"{MARKS[answer.state]} {answer.question}: {answer.words}")
    sys.exit(1 if any(answer.state == "failing" for answer in answers) else 0)
