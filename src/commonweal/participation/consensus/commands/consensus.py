"""Map where people agree: opinion groups, bridging and divisive statements of a Polis folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from commonweal.participation.consensus.mapping.agreement_map import AgreementMap

REFUSED = 1


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON for programs.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a self-contained page to this file.")
@click.option("--svg", type=click.Path(path_type=Path), help="Write the picture alone to this file.")
@click.option("--participant", type=int, help="Explain why this participant is in their group.")
@click.option("--reasons", "with_reasons", is_flag=True, help="With --json: everybody's five deciding votes.")
@click.option(
    "--sign",
    type=click.Choice(["auto", "export", "api"]),
    default="auto",
    help="How the files write agreeing: export 1, api -1; auto derives it from the declared counts.",
)
@click.option(
    "--fewest-votes",
    type=click.IntRange(1, 1000),
    default=7,
    show_default=True,
    help="Exclude participants who voted on fewer statements from the groups.",
)
@click.option(
    "--smallest-group",
    type=click.IntRange(1, 1000),
    default=5,
    show_default=True,
    help="Describe no group of fewer people.",
)
@click.option(
    "--resamples",
    type=click.IntRange(0, 1000),
    default=20,
    show_default=True,
    help="How often the grouping is repeated to see whether it holds.",
)
def command(
    folder: Path,
    as_json: bool,
    html: Path | None,
    svg: Path | None,
    participant: int | None,
    with_reasons: bool,
    sign: str,
    **limits: int,
) -> None:
    """Map the conversation in DIR, a folder of Polis CSV files (votes.csv or participants-votes.csv, comments.csv).

    Prints what sets each opinion group apart, what bridges them, what divides them, and how firm it is.
    Exits with status 1 and reports file, line and remedy if the files cannot be read.
    """
    from commonweal.participation.consensus.mapping.agreement_map import map_agreement
    from commonweal.participation.consensus.mapping.as_data import as_data, reasons
    from commonweal.participation.consensus.mapping.page import page
    from commonweal.participation.consensus.mapping.picture import picture
    from commonweal.participation.consensus.mapping.polis_csv.reading import read_folder
    from commonweal.participation.consensus.mapping.polis_csv.refused import Refused
    from commonweal.participation.consensus.mapping.polis_csv.sign import Sign
    from commonweal.participation.consensus.mapping.settings import Settings

    if with_reasons and not as_json:
        raise click.UsageError("--reasons is part of the JSON: add --json, or use --participant N.")
    if participant is not None and as_json:
        raise click.UsageError("--participant prints sentences: remove --json, or use --json --reasons.")
    try:
        conversation = read_folder(folder, Sign(sign))
        found = map_agreement(conversation, Settings(**limits))
        if html is not None:
            html.write_text(page(found, conversation), encoding="utf-8")
        if svg is not None:
            svg.write_text(picture(found), encoding="utf-8")
    except Refused as refused:
        _refuse(str(refused))
    except OSError as error:
        _refuse(f"{error.filename}: cannot be written ({error.strerror}). Name another file.")
    if participant is not None and participant not in set(found.table.participants.tolist()):
        _refuse(f"Participant {participant} has not voted. Take a number from the column of voters.")
    for note in conversation.notes:
        click.echo(f"Note: {note}.", err=True)
    if as_json:
        document = {"topic": conversation.topic, **as_data(found)}
        if with_reasons:
            document["reasons"] = dict(reasons(found))
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    elif participant is not None:
        _tell_reason(found, participant)
    else:
        _tell(found, conversation.topic)


def _refuse(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(REFUSED)


def _tell_reason(found: AgreementMap, participant: int) -> None:
    from commonweal.participation.consensus.mapping.sentences import reason_words

    for line in reason_words(found, participant):
        click.echo(line)


def _tell(found: AgreementMap, topic: str) -> None:
    from commonweal.participation.consensus.mapping import sentences

    click.echo(f"{topic or 'A conversation'}\n\n{sentences.opening(found)}\n{sentences.clearness(found)}\n")
    click.echo(f"WHAT BRIDGES THE GROUPS\n{sentences.bridge_heading(found)}")
    for shared in found.bridges:
        click.echo(f"  - {sentences.shared_words(shared)}")
    click.echo("\nWHAT SETS EACH GROUP APART")
    for group in found.groups:
        click.echo(" ".join(sentences.group_lines(found, group)))
        for item in group.distinctions:
            click.echo(f"  - {sentences.distinction_words(item)}")
    click.echo("\nWHAT DIVIDES THE GROUPS")
    for shared in found.divides:
        click.echo(f"  - {sentences.shared_words(shared)}")
    if not found.divides:
        click.echo("No statement divides the groups beyond doubt.")
    click.echo(f"\nHOW FIRM THIS IS\n{sentences.stability_words(found)}")
